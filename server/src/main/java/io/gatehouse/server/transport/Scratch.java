package io.gatehouse.server.transport;

/** What one event loop needs between a socket's bytes and their frames; shared by its channels. */
final class Scratch {
    final FrameScanner frames = new FrameScanner();
    final WireDecoder wire = new WireDecoder();
    /** One read and the rest of the one before. */
    private byte[] in = new byte[80 * 1024];

    byte[] in(int atLeast) {
        if (in.length < atLeast) {
            in = new byte[atLeast];
        }
        return in;
    }
}
