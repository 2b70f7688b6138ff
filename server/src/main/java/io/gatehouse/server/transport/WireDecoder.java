package io.gatehouse.server.transport;

import static io.gatehouse.proto.wire.ProtoReader.BYTES;
import static io.gatehouse.proto.wire.ProtoReader.FIXED64;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Message;
import io.gatehouse.proto.v1.Applied;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.wire.ProtoReader;
import io.gatehouse.server.engine.Event;
import java.io.IOException;

/**
 * Reads messages from gates: those that are frequent by hand and without garbage, the rest by the generated classes. It
 * takes and refuses what protobuf-java does, but for text of sequenced messages: that is mended, never refused. The
 * caller asks {@link #body} first, then the method for that body, with the same bytes. One for each event loop.
 */
public final class WireDecoder {
    /** The message does not parse. */
    public static final int MALFORMED = -1;
    /** A message without a body that is known here: ignored. */
    public static final int NONE = 0;

    public static final int HELLO = GateMessage.HELLO_FIELD_NUMBER;
    public static final int SCAN = GateMessage.SCAN_FIELD_NUMBER;
    public static final int DEVICE_EVENT = GateMessage.DEVICE_EVENT_FIELD_NUMBER;
    public static final int LOST = GateMessage.LOST_FIELD_NUMBER;
    public static final int OUTCOME = GateMessage.OUTCOME_FIELD_NUMBER;
    public static final int HEARTBEAT = GateMessage.HEARTBEAT_FIELD_NUMBER;
    public static final int APPLIED = GateMessage.APPLIED_FIELD_NUMBER;

    private final ProtoReader in = new ProtoReader();
    private final SequencedReader sequenced = new SequencedReader(in);
    private final Event unused = new Event();
    private long sentAtUs;
    private long echoUs;

    /**
     * Which body a {@code GateMessage} has: {@link #HELLO} to {@link #APPLIED}, {@link #NONE} or {@link #MALFORMED}. Where
     * one body fills the message its content is not looked at yet: its own method does that.
     */
    public int body(byte[] bytes, int offset, int length) {
        in.reset(bytes, offset, length);
        int tag = in.tag();
        int body = bodyOf(tag);
        if (body != NONE) {
            int at = in.bytes();
            if (!in.failed() && at + in.size() == offset + length) {
                return body;
            }
        }
        return bodyOfMany(bytes, offset, length);
    }

    /** Bodies given several times or with fields around them: all are checked, the last one's kind counts. */
    private int bodyOfMany(byte[] bytes, int offset, int length) {
        in.reset(bytes, offset, length);
        int last = NONE;
        int tag;
        while ((tag = in.tag()) != 0) {
            int body = bodyOf(tag);
            if (body == NONE) {
                in.skip(tag);
            } else {
                last = body;
                check(bytes, body);
            }
        }
        return in.failed() ? MALFORMED : last;
    }

    /** Reads a body to the end only to know whether it parses. */
    private void check(byte[] bytes, int body) {
        if (body == HELLO || body == APPLIED) {
            merge(bytes, body == HELLO ? Hello.newBuilder() : Applied.newBuilder());
            return;
        }
        int outer = in.enter();
        if (body == HEARTBEAT) {
            readHeartbeat();
        } else {
            sequenced.read(body, unused);
        }
        in.leave(outer);
    }

    private static int bodyOf(int tag) {
        int number = tag >>> 3;
        return (tag & 7) == BYTES && number <= APPLIED ? number : NONE;
    }

    /**
     * Fills an event from a sequenced message: its kind and every field that came in. Gate, session and the server's times
     * are the caller's; a sequence of 0 and the bounds of a Lost are not judged here.
     *
     * @param body what {@link #body} said: {@link #SCAN}, {@link #DEVICE_EVENT}, {@link #LOST} or {@link #OUTCOME}
     * @param event clear; where false is returned it is still of kind NONE, and other fields may hold parts of the message
     * @return false where the message is malformed
     */
    public boolean decodeInto(int body, byte[] bytes, int offset, int length, Event event) {
        if (body == SCAN && PlainScan.read(bytes, offset, length, event)) {
            return true;
        }
        in.reset(bytes, offset, length);
        sequenced.begin();
        int tag;
        while ((tag = in.tag()) != 0) {
            if (tag == (body << 3 | BYTES)) {
                int outer = in.enter();
                sequenced.read(body, event);
                in.leave(outer);
            } else {
                in.skip(tag);
            }
        }
        if (in.failed()) {
            return false;
        }
        sequenced.finish(body, bytes, event);
        return true;
    }

    /** Reads a Heartbeat into {@link #sentAtUs()} and {@link #echoUs()}; false where it is malformed. */
    public boolean heartbeat(byte[] bytes, int offset, int length) {
        sentAtUs = 0;
        echoUs = 0;
        in.reset(bytes, offset, length);
        int tag;
        while ((tag = in.tag()) != 0) {
            if (tag == (HEARTBEAT << 3 | BYTES)) {
                int outer = in.enter();
                readHeartbeat();
                in.leave(outer);
            } else {
                in.skip(tag);
            }
        }
        return !in.failed();
    }

    private void readHeartbeat() {
        int tag;
        while ((tag = in.tag()) != 0) {
            switch (tag) {
                case Heartbeat.SENT_AT_US_FIELD_NUMBER << 3 | FIXED64 -> sentAtUs = in.fixed64();
                case Heartbeat.ECHO_US_FIELD_NUMBER << 3 | FIXED64 -> echoUs = in.fixed64();
                default -> in.skip(tag);
            }
        }
    }

    /** The gate's clock of the last Heartbeat, microseconds since 1970. */
    public long sentAtUs() {
        return sentAtUs;
    }

    /** The server's clock that the last Heartbeat gives back; 0: it is to be answered. */
    public long echoUs() {
        return echoUs;
    }

    /** The Hello of a message, or null where it is malformed, text that is not UTF-8 included. */
    public Hello hello(byte[] bytes, int offset, int length) {
        Hello.Builder hello = Hello.newBuilder();
        return merge(HELLO, bytes, offset, length, hello) ? hello.build() : null;
    }

    /** The Applied of a message, or null where it is malformed. */
    public Applied applied(byte[] bytes, int offset, int length) {
        Applied.Builder applied = Applied.newBuilder();
        return merge(APPLIED, bytes, offset, length, applied) ? applied.build() : null;
    }

    private boolean merge(int body, byte[] bytes, int offset, int length, Message.Builder target) {
        in.reset(bytes, offset, length);
        int tag;
        while ((tag = in.tag()) != 0) {
            if (tag == (body << 3 | BYTES)) {
                merge(bytes, target);
            } else {
                in.skip(tag);
            }
        }
        return !in.failed();
    }

    private void merge(byte[] bytes, Message.Builder target) {
        int at = in.bytes();
        CodedInputStream body = CodedInputStream.newInstance(bytes, at, in.size());
        // The GateMessage around it is one level of the nesting that protobuf allows.
        body.setRecursionLimit(ProtoReader.MAX_DEPTH - 1);
        try {
            target.mergeFrom(body);
            body.checkLastTagWas(0);
        } catch (IOException e) {
            in.fail();
        }
    }
}
