package io.gatehouse.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.session.Caps;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many connections this process can hold, whatever is configured. */
final class Room {
    private static final Logger LOG = LoggerFactory.getLogger(Room.class);
    private static final long MIB = 1 << 20;

    /**
     * What a process has.
     *
     * @param descriptors that it may open
     * @param directBytes of memory outside of the heap that buffers may take
     */
    record Has(long descriptors, long directBytes) {
        static Has ofThisProcess() {
            long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                    ? unix.getMaxFileDescriptorCount()
                    : Long.MAX_VALUE;
            long set = Long.parseLong(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .getVMOption("MaxDirectMemorySize")
                    .getValue());
            // Not set it is as much as the heap.
            return new Has(descriptors, set > 0 ? set : Runtime.getRuntime().maxMemory());
        }
    }

    private Room() {}

    /**
     * The caps with as many connections as the process can hold; says how many, and what bounds them.
     *
     * @throws BadConfigException where it can hold none
     */
    static Caps fit(ServerConfig config) throws BadConfigException {
        Caps caps = config.caps();
        Has has = Has.ofThisProcess();
        int allowed = allowed(caps.connections(), config.reservedDescriptors(), config.writeWatermark(), has);
        boolean fewer = allowed < caps.connections() && config.connectionsChosen();
        (fewer ? LogEvent.CONNECTIONS_BOUNDED.warn(LOG) : LOG.atInfo())
                .log(
                        "up to {} connections of gates: caps.connections = {}, {} files of which {} are reserved (ulimit -n),"
                                + " {} MiB of direct memory (-XX:MaxDirectMemorySize) for {} KiB of unread output each",
                        allowed,
                        caps.connections(),
                        has.descriptors(),
                        config.reservedDescriptors(),
                        has.directBytes() / MIB,
                        config.writeWatermark() / 1_024);
        return caps.withConnections(allowed);
    }

    /**
     * The smallest of what is configured and what there are descriptors and memory for.
     *
     * @throws BadConfigException where that is none
     */
    static int allowed(int configured, int reserved, int watermark, Has has) throws BadConfigException {
        long byDescriptors = has.descriptors() - reserved;
        long byMemory = has.directBytes() / watermark;
        if (byDescriptors < 1 || byMemory < 1) {
            throw new BadConfigException(List.of("no connection can be held: the process may open " + has.descriptors()
                    + " files, and caps.reserved-descriptors = " + reserved + "; it has " + has.directBytes()
                    + " bytes of direct memory, and session.write-watermark = " + watermark));
        }
        return (int) Math.min(configured, Math.min(byDescriptors, byMemory));
    }
}
