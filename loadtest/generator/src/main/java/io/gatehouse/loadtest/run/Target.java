package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.link.GateStream;
import io.gatehouse.loadtest.link.ScanSource;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a run is made against, and with which gates and scans.
 *
 * @param address where it listens
 * @param echo whether it is the bare echo
 * @param pid its process, for its CPU time; 0 = not known
 * @param connections how many
 * @param streams one for each connection; empty for an echo
 * @param source what is scanned
 */
public record Target(
        InetSocketAddress address,
        boolean echo,
        long pid,
        int connections,
        List<GateStream> streams,
        ScanSource source) {

    /** In words, for reports. */
    public String describe() {
        return "%s %s:%d, %d connections"
                .formatted(echo ? "echo" : "server", address.getHostString(), address.getPort(), connections);
    }
}
