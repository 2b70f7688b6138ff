package io.gatehouse.loadtest;

import java.net.InetSocketAddress;
import picocli.CommandLine.TypeConversionException;

/** An address as typed: {@code 127.0.0.1:7400} or {@code [::1]:7400}. */
record HostPort(String host, int port) {
    static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon > 0) {
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                String host = text.substring(0, colon).replace("[", "").replace("]", "");
                if (port > 0 && port < 65_536) {
                    return new HostPort(host, port);
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
        }
        throw new TypeConversionException("'" + text + "' is not HOST:PORT");
    }

    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }
}
