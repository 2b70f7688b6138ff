package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.link.Dialect;
import io.gatehouse.loadtest.wire.ScanFrame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * gRPC over HTTP/2 in plain text: one stream for each connection, a DATA frame for each scan, as gRPC's own clients
 * send them. No more of HTTP/2 than that takes.
 */
final class GrpcDialect implements Dialect {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int HEAD = 9;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int ENABLE_PUSH = 2;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int FIRST_WINDOW = 65_535;
    private static final int LARGEST_WINDOW = Integer.MAX_VALUE;
    private static final int STREAM = 1;
    /** Compressed or not, and the length. */
    private static final int MESSAGE_HEAD = 5;
    /** The frame's length, tag and the body's length before a scan's body. */
    private static final int SCAN_HEAD = 3;

    private final DecisionReader decisions = new DecisionReader();
    private boolean open;
    /** What the other side has room for, in bytes. */
    private long connectionRoom = FIRST_WINDOW;

    private long streamRoom = FIRST_WINDOW;
    private long initialRoom = FIRST_WINDOW;
    /** Taken since the other side was last told that there is room again. */
    private int taken;

    private byte[] messages = new byte[256];
    private int messageBytes;

    @Override
    public int maxScanBytes() {
        return HEAD + MESSAGE_HEAD + ScanFrame.MAX_BYTES;
    }

    @Override
    public byte[] greeting() {
        Bytes settings =
                new Bytes().u16(ENABLE_PUSH).u32(0).u16(INITIAL_WINDOW_SIZE).u32(LARGEST_WINDOW);
        Bytes headers = new Bytes();
        header(headers, ":method", "POST");
        header(headers, ":scheme", "http");
        header(headers, ":path", "/gatehouse.peer.Gates/Scans");
        header(headers, ":authority", "localhost");
        header(headers, "te", "trailers");
        header(headers, "content-type", "application/grpc");
        return new Bytes()
                .text(PREFACE)
                .raw(frame(SETTINGS, 0, 0, settings.array()))
                .raw(frame(
                        WINDOW_UPDATE,
                        0,
                        0,
                        new Bytes().u32(LARGEST_WINDOW - FIRST_WINDOW).array()))
                .raw(frame(HEADERS, END_HEADERS, STREAM, headers.array()))
                .array();
    }

    /** A literal that no table remembers, name and value in plain bytes. */
    private static void header(Bytes to, String name, String value) {
        to.u8(0).u8(name.length()).text(name).u8(value.length()).text(value);
    }

    private static byte[] frame(int kind, int flags, int stream, byte[] body) {
        return new Bytes()
                .u8(0)
                .u16(body.length)
                .u8(kind)
                .u8(flags)
                .u32(stream)
                .raw(body)
                .array();
    }

    @Override
    public int encode(ScanFrame scan, byte[] out, int at) {
        // The scan's own frame begins three bytes before its body: they are written over.
        int body = at + HEAD + MESSAGE_HEAD;
        int end = scan.encode(out, body - SCAN_HEAD);
        int bytes = end - at - HEAD;
        out[at] = 0;
        Bytes.putShort(out, at + 1, bytes);
        out[at + 3] = DATA;
        out[at + 4] = 0;
        Bytes.putInt(out, at + 5, STREAM);
        out[at + HEAD] = 0;
        Bytes.putInt(out, at + HEAD + 1, end - body);
        connectionRoom -= bytes;
        streamRoom -= bytes;
        return end;
    }

    @Override
    public int decode(byte[] in, int from, int to, Heard heard) {
        int at = from;
        while (to - at >= HEAD) {
            int length = (in[at] & 0xff) << 16 | Bytes.getShort(in, at + 1);
            int end = at + HEAD + length;
            if (end > to) {
                return at;
            }
            if (!take(in, at, at + HEAD, end, heard)) {
                return to;
            }
            at = end;
        }
        if (connectionRoom < 0 || streamRoom < 0) {
            // With the windows of a load test it is never near.
            heard.wrong("more was sent than the peer has room for by HTTP/2's flow control: take a smaller window");
            return to;
        }
        return at;
    }

    private boolean take(byte[] in, int head, int body, int end, Heard heard) {
        int flags = in[head + 4];
        switch (in[head + 3]) {
            case DATA -> {
                return (flags & ~END_STREAM) == 0
                        ? data(in, body, end, heard)
                        : no(heard, "a DATA frame with padding came");
            }
            case HEADERS -> {
                return (flags & END_STREAM) == 0 || no(heard, "the peer ended the stream");
            }
            case RST_STREAM -> {
                return no(heard, "the peer reset the stream: error " + Bytes.getInt(in, body));
            }
            case GOAWAY -> {
                String why = new String(in, body + 8, end - body - 8, StandardCharsets.UTF_8);
                return no(heard, "the peer goes away: error %d %s".formatted(Bytes.getInt(in, body + 4), why));
            }
            case SETTINGS -> settings(in, flags, body, end, heard);
            case PING -> {
                if ((flags & ACK) == 0) {
                    heard.reply(frame(PING, ACK, 0, Arrays.copyOfRange(in, body, end)));
                }
            }
            case WINDOW_UPDATE -> {
                int more = Bytes.getInt(in, body) & Integer.MAX_VALUE;
                if (Bytes.getInt(in, head + 5) == 0) {
                    connectionRoom += more;
                } else {
                    streamRoom += more;
                }
            }
            default -> {
                // Priorities and the rest of headers: nothing that answers a scan.
            }
        }
        return true;
    }

    private static boolean no(Heard heard, String words) {
        heard.wrong(words);
        return false;
    }

    private void settings(byte[] in, int flags, int body, int end, Heard heard) {
        if ((flags & ACK) != 0) {
            return;
        }
        for (int at = body; at + 6 <= end; at += 6) {
            if (Bytes.getShort(in, at) == INITIAL_WINDOW_SIZE) {
                long room = Bytes.getInt(in, at + 2) & 0xffff_ffffL;
                streamRoom += room - initialRoom;
                initialRoom = room;
            }
        }
        heard.reply(frame(SETTINGS, ACK, 0, new byte[0]));
        if (!open) {
            open = true;
            heard.open();
        }
    }

    private boolean data(byte[] in, int body, int end, Heard heard) {
        int bytes = end - body;
        taken += bytes;
        if (taken > LARGEST_WINDOW / 2) {
            heard.reply(frame(WINDOW_UPDATE, 0, 0, new Bytes().u32(taken).array()));
            heard.reply(frame(WINDOW_UPDATE, 0, STREAM, new Bytes().u32(taken).array()));
            taken = 0;
        }
        if (messageBytes == 0) {
            int used = messages(in, body, end, heard);
            if (used < 0) {
                return false;
            }
            keep(in, used, end);
            return true;
        }
        keep(in, body, end);
        int used = messages(messages, 0, messageBytes, heard);
        if (used > 0) {
            System.arraycopy(messages, used, messages, 0, messageBytes - used);
            messageBytes -= used;
        }
        return used >= 0;
    }

    private void keep(byte[] in, int from, int to) {
        if (messageBytes + to - from > messages.length) {
            messages = Arrays.copyOf(messages, 2 * (messageBytes + to - from));
        }
        System.arraycopy(in, from, messages, messageBytes, to - from);
        messageBytes += to - from;
    }

    /** Takes whole messages; says up to where, -1 where one is wrong. */
    private int messages(byte[] in, int from, int to, Heard heard) {
        int at = from;
        while (to - at >= MESSAGE_HEAD) {
            int length = Bytes.getInt(in, at + 1);
            int end = at + MESSAGE_HEAD + length;
            if (in[at] != 0 || length < 0) {
                heard.wrong("a message came that is compressed or too long");
                return -1;
            }
            if (end > to) {
                return at;
            }
            if (!decisions.read(in, at + MESSAGE_HEAD, end) || decisions.sequence != heard.due()) {
                heard.wrong("no decision of scan %d came where it was due".formatted(heard.due()));
                return -1;
            }
            heard.answer(decisions.verdict);
            at = end;
        }
        return at;
    }
}
