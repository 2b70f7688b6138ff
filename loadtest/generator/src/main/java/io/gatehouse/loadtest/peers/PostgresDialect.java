package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.link.Dialect;
import io.gatehouse.loadtest.wire.ScanFrame;
import java.nio.charset.StandardCharsets;

/**
 * PostgreSQL's protocol 3.0, pipelined: for each scan a SELECT of the pass and an INSERT of the scan, both prepared and
 * in binary, and a Sync, which makes the two one transaction. The answer is there when the server is ready again: the
 * transaction is committed then.
 */
final class PostgresDialect implements Dialect {
    static final String USER = "gatehouse";

    private static final int VERSION_3 = 196_608;
    private static final int INT2 = 2;
    private static final int INT4 = 4;
    private static final int UUID = 16;
    /** A message's kind and its length. */
    private static final int HEAD = 5;

    private final int gate;
    private final byte[] messages;
    private final int selectedPass;
    private final int insertedPass;

    private boolean parsing;
    private boolean open;
    private int verdict;
    private int completed;

    PostgresDialect(int gate) {
        this.gate = gate;
        Bytes all = new Bytes();
        byte[] select = bind("s", 1, UUID);
        all.raw(message('B', select)).raw(message('E', new byte[HEAD]));
        selectedPass = HEAD + select.length - UUID - 4;
        int before = all.size();
        byte[] insert = bind("i", 0, UUID, INT4, INT2, Long.BYTES, INT2);
        all.raw(message('B', insert)).raw(message('E', new byte[HEAD])).raw(message('S', new byte[0]));
        // name, formats, number of values, length of the first
        insertedPass = before + HEAD + 1 + 2 + 4 + 2 + 4;
        messages = all.array();
    }

    /** Binds values of these sizes, all in binary, to a prepared statement; they are left 0. */
    private static byte[] bind(String statement, int resultFormats, int... sizes) {
        Bytes body = new Bytes().u8(0).text(statement).u8(0).u16(1).u16(1).u16(sizes.length);
        for (int size : sizes) {
            body.u32(size).zeros(size);
        }
        body.u16(resultFormats);
        for (int i = 0; i < resultFormats; i++) {
            body.u16(1);
        }
        return body.array();
    }

    private static byte[] message(int kind, byte[] body) {
        return new Bytes().u8(kind).u32(body.length + 4).raw(body).array();
    }

    @Override
    public int maxScanBytes() {
        return messages.length;
    }

    @Override
    public byte[] greeting() {
        Bytes body = new Bytes().u32(VERSION_3);
        body.text("user")
                .u8(0)
                .text(USER)
                .u8(0)
                .text("database")
                .u8(0)
                .text("postgres")
                .u8(0)
                .u8(0);
        return new Bytes().u32(body.size() + 4).raw(body.array()).array();
    }

    private static byte[] statements() {
        return new Bytes()
                .raw(message('P', parse("s", "select verdict from passes where pass = $1")))
                .raw(message(
                        'P',
                        parse(
                                "i",
                                "insert into scans (pass, gate, direction, scanned_at_us, temperature)"
                                        + " values ($1, $2, $3, $4, $5)")))
                .raw(message('S', new byte[0]))
                .array();
    }

    private static byte[] parse(String name, String sql) {
        return new Bytes().text(name).u8(0).text(sql).u8(0).u16(0).array();
    }

    @Override
    public int encode(ScanFrame scan, byte[] out, int at) {
        System.arraycopy(messages, 0, out, at, messages.length);
        pass(scan, out, at + selectedPass);
        int field = at + insertedPass;
        pass(scan, out, field);
        field += UUID + 4;
        Bytes.putInt(out, field, gate);
        field += INT4 + 4;
        Bytes.putShort(out, field, scan.direction);
        field += INT2 + 4;
        Bytes.putLong(out, field, scan.scannedAtUs);
        field += Long.BYTES + 4;
        Bytes.putShort(out, field, scan.temperature);
        return at + messages.length;
    }

    private static void pass(ScanFrame scan, byte[] out, int at) {
        Bytes.putLong(out, at, scan.passHigh);
        Bytes.putLong(out, at + Long.BYTES, scan.passLow);
    }

    @Override
    public int decode(byte[] in, int from, int to, Heard heard) {
        int at = from;
        while (to - at >= HEAD) {
            int end = at + 1 + Bytes.getInt(in, at + 1);
            if (end > to) {
                return at;
            }
            if (end < at + HEAD) {
                heard.wrong("a message of a length below 4 came");
                return to;
            }
            if (!take(in, at, end, heard)) {
                return to;
            }
            at = end;
        }
        return at;
    }

    private boolean take(byte[] in, int at, int end, Heard heard) {
        switch (in[at]) {
            case 'E' -> {
                heard.wrong("PostgreSQL says: " + words(in, at + HEAD, end));
                return false;
            }
            case 'R' -> {
                if (Bytes.getInt(in, at + HEAD) != 0) {
                    heard.wrong("PostgreSQL wants a password");
                    return false;
                }
            }
            // One column of two bytes: the number of columns and the value's length before it.
            case 'D' -> verdict = Bytes.getInt(in, at + HEAD + 2) == INT2 ? Bytes.getShort(in, at + HEAD + 6) : -1;
            case 'C' -> completed++;
            case 'Z' -> {
                return ready(heard);
            }
            default -> {
                // Bound, parsed, a parameter of the session, a notice.
            }
        }
        return true;
    }

    private boolean ready(Heard heard) {
        if (open) {
            if (completed != 2 || verdict <= 0) {
                heard.wrong("PostgreSQL does not know the pass of scan " + heard.due());
                return false;
            }
            heard.answer(verdict);
        } else if (parsing) {
            open = true;
            heard.open();
        } else {
            parsing = true;
            heard.reply(statements());
        }
        verdict = 0;
        completed = 0;
        return true;
    }

    /** The M field of an error. */
    private static String words(byte[] in, int from, int end) {
        int at = from;
        while (at < end && in[at] != 0) {
            int close = at + 1;
            while (close < end && in[close] != 0) {
                close++;
            }
            if (in[at] == 'M') {
                return new String(in, at + 1, close - at - 1, StandardCharsets.UTF_8);
            }
            at = close + 1;
        }
        return "an error without words";
    }
}
