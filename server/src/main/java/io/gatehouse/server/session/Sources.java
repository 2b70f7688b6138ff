package io.gatehouse.server.session;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The addresses that connections come from. Those with a connection are bounded by the connections; of the others the
 * last few thousand are remembered, for as long as it matters. Not thread-safe.
 */
final class Sources {
    private static final long MAPPED_IPV4 = 0xffff_0000_0000L;

    private final Caps.Source caps;
    private final Rate rate;
    private final Map<Long, Visitor.Source> present = new HashMap<>();
    /** The first is the one that left longest ago. */
    private final LinkedHashMap<Long, Visitor.Source> gone = new LinkedHashMap<>();

    Sources(Caps.Source caps) {
        this.caps = caps;
        rate = new Rate(1_000_000_000L / caps.acceptsPerSecond(), Caps.Source.BURST * caps.acceptsPerSecond());
    }

    /** The source of an address; null where it is not limited. */
    Visitor.Source of(InetAddress address) {
        if (address.isLoopbackAddress() && !caps.loopback()) {
            return null;
        }
        long key = key(address);
        Visitor.Source source = present.get(key);
        if (source == null) {
            source = gone.remove(key);
        }
        return source == null ? new Visitor.Source(key) : source;
    }

    /** IPv4 whole; of IPv6 the network, since a machine has as many addresses in it as it likes. */
    private static long key(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.remaining() == Integer.BYTES ? MAPPED_IPV4 | bytes.getInt() & 0xffff_ffffL : bytes.getLong();
    }

    boolean full(Visitor.Source source) {
        return source.connections >= caps.connections();
    }

    /** Whether it may open one more connection now; counts it where it may. */
    boolean accept(Visitor.Source source, long nowNanos) {
        if (!rate.allows(source.due, nowNanos)) {
            return false;
        }
        source.due = rate.after(source.due, nowNanos);
        return true;
    }

    void arrived(Visitor.Source source) {
        if (source.connections++ == 0) {
            present.put(source.key, source);
        }
    }

    void left(Visitor.Source source, long nowNanos) {
        if (--source.connections == 0) {
            present.remove(source.key);
            remember(source, nowNanos);
        }
    }

    /** Keeps what a source without a connection did, as long as it can matter. */
    void remember(Visitor.Source source, long nowNanos) {
        if (source.connections > 0 || rate.forgotten(source.due, nowNanos)) {
            return;
        }
        gone.put(source.key, source);
        if (gone.size() > caps.tracked()) {
            var eldest = gone.entrySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /** Sources that take memory. */
    int size() {
        return present.size() + gone.size();
    }
}
