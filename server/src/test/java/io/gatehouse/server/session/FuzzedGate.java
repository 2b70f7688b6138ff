package io.gatehouse.server.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.transport.FrameFeed;
import io.gatehouse.server.transport.FrameScanner;
import io.gatehouse.server.transport.WireDecoder;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** One connection of {@link SessionFuzz}: its bytes, and what may be seen of its session's state. */
final class FuzzedGate {
    final String id;
    final WatchedLink link;
    final Session session;
    private final FrameFeed feed;
    private final FrameScanner scanner = new FrameScanner();
    private final WireDecoder decoder = new WireDecoder();
    private final Event event = new Event();
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private byte[] unscanned = {};
    long nextSequence = 1;
    private boolean held;
    private boolean wasOpen;
    private boolean wasDeaf;

    FuzzedGate(String id, Visitor visitor, SessionSite site, FrameFeed.Loop loop) {
        this.id = id;
        this.link = new WatchedLink(visitor);
        this.session = site.sessions.connect(link);
        this.feed = loop.feed(session);
    }

    /** Hands bytes over in reads of so many, 0 for all at once; they wait while the server does not read. */
    void send(byte[] bytes, int piece) {
        note(bytes);
        for (int from = 0; from < bytes.length; ) {
            int to = piece == 0 ? bytes.length : Math.min(bytes.length, from + piece);
            waiting.write(bytes, from, to - from);
            pump();
            from = to;
        }
    }

    void send(GateMessage message, int piece) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try {
            message.writeDelimitedTo(frame);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
        send(frame.toByteArray(), piece);
    }

    /** Reads on where that is possible. */
    void pump() {
        if (held && link.reading && link.ended == null) {
            held = !feed.resume();
        }
        if (!held && link.reading && link.ended == null && waiting.size() > 0) {
            byte[] read = waiting.toByteArray();
            waiting.reset();
            feed.read(read);
            held = !feed.resume();
        }
    }

    /** Which sequences went over the wire, by the decoder alone; what stands behind a wrong length is not there. */
    private void note(byte[] bytes) {
        byte[] all = Arrays.copyOf(unscanned, unscanned.length + bytes.length);
        System.arraycopy(bytes, 0, all, unscanned.length, bytes.length);
        int at = 0;
        while (scanner.scan(all, at, all.length, FrameScanner.MAX_FRAME) == FrameScanner.Result.WHOLE) {
            int body = decoder.body(all, scanner.offset(), scanner.length());
            boolean sequenced = body >= WireDecoder.SCAN && body <= WireDecoder.OUTCOME;
            event.clear();
            if (sequenced && decoder.decodeInto(body, all, scanner.offset(), scanner.length(), event)) {
                link.sent(event.sequence, body == WireDecoder.SCAN);
            }
            at = scanner.next();
        }
        unscanned = Arrays.copyOfRange(all, at, all.length);
    }

    /** The states are a line: new, greeted, open, ending, closed. Some may be passed over, none comes back. */
    void checkState() {
        assertFalse(session.open() && session.deaf(), "open and at its end");
        assertTrue(!session.open() || link.welcomed(), "open without a Welcome");
        assertTrue(!wasOpen || session.open() || session.deaf(), "open no more, and not at its end");
        assertTrue(!wasDeaf || session.deaf(), "back from its end");
        assertTrue(link.ended == null || session.deaf(), "the wire has ended, the session has not");
        wasOpen = session.open();
        wasDeaf = session.deaf();
    }

    ByteString token() {
        return ByteString.copyFromUtf8("token of " + id);
    }
}
