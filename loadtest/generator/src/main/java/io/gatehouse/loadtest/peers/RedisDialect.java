package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.link.Dialect;
import io.gatehouse.loadtest.wire.ScanFrame;
import java.nio.charset.StandardCharsets;

/** Redis: a GET of the pass for each scan; where scans are kept, an XADD of the scan behind it, answered when both are. */
final class RedisDialect implements Dialect {
    /** The stream that scans are kept in. */
    static final String STREAM = "scans";

    static final int PASS_BYTES = 16;
    private static final int SCAN_BYTES = PASS_BYTES + Long.BYTES + 1 + Short.BYTES;
    private static final byte[] PING = "*1\r\n$4\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII);

    private final boolean keeps;
    private final byte[] commands;
    private final int passAt;
    private final int scanAt;

    private boolean open;
    private boolean verdictCame;
    private int verdict;

    /** @param keeps whether scans are kept */
    RedisDialect(int gate, boolean keeps) {
        this.keeps = keeps;
        Bytes bytes = new Bytes().text("*2\r\n$3\r\nGET\r\n$16\r\n");
        passAt = bytes.size();
        bytes.zeros(PASS_BYTES).text("\r\n");
        if (keeps) {
            String name = Integer.toString(gate);
            // Bounded as a user's would be, so that memory is; what counts is what the file has.
            bytes.text("*10\r\n$4\r\nXADD\r\n$5\r\n" + STREAM
                    + "\r\n$6\r\nMAXLEN\r\n$1\r\n~\r\n$6\r\n100000\r\n$1\r\n*\r\n" + "$4\r\ngate\r\n$" + name.length()
                    + "\r\n" + name + "\r\n$4\r\nscan\r\n$" + SCAN_BYTES + "\r\n");
        }
        scanAt = bytes.size();
        commands = (keeps ? bytes.zeros(SCAN_BYTES).text("\r\n") : bytes).array();
    }

    @Override
    public int maxScanBytes() {
        return commands.length;
    }

    @Override
    public byte[] greeting() {
        return PING;
    }

    @Override
    public int encode(ScanFrame scan, byte[] out, int at) {
        System.arraycopy(commands, 0, out, at, commands.length);
        pass(scan, out, at + passAt);
        if (keeps) {
            int field = at + scanAt;
            pass(scan, out, field);
            Bytes.putLong(out, field + PASS_BYTES, scan.scannedAtUs);
            out[field + PASS_BYTES + Long.BYTES] = (byte) scan.direction;
            Bytes.putShort(out, field + PASS_BYTES + Long.BYTES + 1, scan.temperature);
        }
        return at + commands.length;
    }

    private static void pass(ScanFrame scan, byte[] out, int at) {
        Bytes.putLong(out, at, scan.passHigh);
        Bytes.putLong(out, at + Long.BYTES, scan.passLow);
    }

    @Override
    public int decode(byte[] in, int from, int to, Heard heard) {
        int at = from;
        while (at < to) {
            int end = lineEnd(in, at, to);
            if (end < 0) {
                return at;
            }
            int next = end;
            int length = -1;
            if (in[at] == '$') {
                length = number(in, at + 1, end - 2);
                next = length < 0 ? end : end + length + 2;
                if (next > to) {
                    return at;
                }
            }
            if (!take(in, at, end, length, heard)) {
                return to;
            }
            at = next;
        }
        return at;
    }

    /** One reply: its line, and {@code length} bytes behind it, -1 where it has none. */
    private boolean take(byte[] in, int at, int end, int length, Heard heard) {
        if (in[at] == '-') {
            heard.wrong("Redis says: " + new String(in, at + 1, end - 3 - at, StandardCharsets.UTF_8));
            return false;
        }
        if (!open) {
            open = true;
            heard.open();
        } else if (!verdictCame) {
            if (length != 1) {
                heard.wrong("Redis does not know the pass of scan " + heard.due());
                return false;
            }
            verdict = in[end] - '0';
            verdictCame = keeps;
            if (!keeps) {
                heard.answer(verdict);
            }
        } else {
            verdictCame = false;
            heard.answer(verdict);
        }
        return true;
    }

    /** Behind the line feed of the line at {@code at}; -1 where it is still coming. */
    private static int lineEnd(byte[] in, int at, int to) {
        for (int i = at; i < to; i++) {
            if (in[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static int number(byte[] in, int at, int to) {
        if (in[at] == '-') {
            return -1;
        }
        int value = 0;
        for (int i = at; i < to; i++) {
            value = value * 10 + in[i] - '0';
        }
        return value;
    }
}
