package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.measure.ProcessCpu;
import io.gatehouse.loadtest.plan.Script;
import java.net.InetSocketAddress;

/**
 * What a run is made against, and with which gates and scans.
 *
 * @param address where it listens
 * @param speech what is spoken with it
 * @param pid its process, for its CPU time; 0 = not known
 * @param connections how many
 * @param source what is scanned, when, and what is right
 */
public record Target(InetSocketAddress address, Speech speech, long pid, int connections, Script source) {

    /** The CPU time of its processes; null where they are not known. */
    ProcessCpu cpu() {
        return pid == 0 ? null : new ProcessCpu(pid, speech.toManyProcesses());
    }

    /** In words, for reports. */
    public String describe() {
        return "%s %s:%d, %d connections"
                .formatted(speech.name(), address.getHostString(), address.getPort(), connections);
    }
}
