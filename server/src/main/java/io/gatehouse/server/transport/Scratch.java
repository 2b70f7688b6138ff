package io.gatehouse.server.transport;

/** What one event loop needs between a socket's bytes and their frames; shared by its channels. */
final class Scratch {
    final FrameScanner frames = new FrameScanner();
    final WireDecoder wire = new WireDecoder();
    /** One read and the rest of the one before. */
    private byte[] in = new byte[80 * 1024];
    /** A frame to a gate: apart, because a frame may be answered while those behind it are still to be read. */
    private byte[] out = new byte[1024];

    byte[] in(int atLeast) {
        if (in.length < atLeast) {
            in = new byte[atLeast];
        }
        return in;
    }

    byte[] out(int atLeast) {
        if (out.length < atLeast) {
            out = new byte[atLeast];
        }
        return out;
    }
}
