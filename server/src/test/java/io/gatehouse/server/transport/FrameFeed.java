package io.gatehouse.server.transport;

import io.gatehouse.server.session.Session;
import java.util.Arrays;

/** The bytes of one connection through the real decoder, without a socket: what a channel does with each read. */
public final class FrameFeed {
    /** What the connections of one event loop share. */
    public static final class Loop {
        private final Scratch scratch = new Scratch();

        public FrameFeed feed(Session session) {
            return new FrameFeed(session, scratch);
        }
    }

    private final Session session;
    private final FrameDecoder decoder;
    private byte[] rest = {};
    private boolean held;

    private FrameFeed(Session session, Scratch scratch) {
        this.session = session;
        this.decoder = new FrameDecoder(session, scratch);
    }

    /** One read of the socket. */
    public void read(byte[] bytes) {
        if (session.deaf()) {
            return;
        }
        byte[] all = Arrays.copyOf(rest, rest.length + bytes.length);
        System.arraycopy(bytes, 0, all, rest.length, bytes.length);
        session.onRead();
        decode(all, rest.length > 0);
    }

    private void decode(byte[] all, boolean began) {
        int left = decoder.decode(all, 0, all.length);
        rest = Arrays.copyOfRange(all, left, all.length);
        held = decoder.stalled();
        if (held) {
            session.reading().onRingFull();
        } else {
            session.onReadEnd(rest.length > 0, began && left == 0);
        }
    }

    /** Takes what a full ring had held back; true where reading may go on. */
    public boolean resume() {
        if (held) {
            decode(rest, true);
        }
        return !held;
    }
}
