package io.gatehouse.server.transport;

/** One event loop's buffer between a socket's bytes and their frames. */
final class Scratch {
    /** One read and the rest of the one before. */
    private byte[] bytes = new byte[80 * 1024];

    byte[] bytes(int atLeast) {
        if (bytes.length < atLeast) {
            bytes = new byte[atLeast];
        }
        return bytes;
    }
}
