package io.gatehouse.loadtest.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where a simulated gate comes from. One address has 28,000 ports at most, and a server allows each only so many
 * connections; on loopback there are many addresses, and each estate of gates gets its own.
 */
final class SourceAddress {
    private static final int GATES_EACH = 500;
    private static final int ADDRESSES = 200;

    private SourceAddress() {}

    /** Null for the system's own choice: elsewhere than on loopback, and for the first 500 gates. */
    static InetSocketAddress of(InetSocketAddress target, int gate) {
        int estate = gate / GATES_EACH;
        InetAddress to = target.getAddress();
        if (estate == 0 || to == null || !to.isLoopbackAddress() || to.getAddress().length != 4) {
            return null;
        }
        byte[] address = {127, 0, 0, (byte) (2 + estate % ADDRESSES)};
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), 0);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
