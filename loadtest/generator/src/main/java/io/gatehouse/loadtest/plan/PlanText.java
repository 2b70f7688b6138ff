package io.gatehouse.loadtest.plan;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A plan as text: a heading, then a line for each scan. Written by hand into one array, because a plan of an hour has
 * millions of lines and its sum is in every report.
 */
final class PlanText {
    private static final String HEADING =
            "offset_ns,gate_id,pass_id,direction,temperature_decicelsius,medium,answers\n";
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_LINE = 256;

    private final Plan plan;
    private final OutputStream out;
    private final byte[][] gates;
    private final byte[][] answers = new byte[1 << Answer.BITS][];
    private final byte[] buffer = new byte[1 << 16];
    private int at;

    PlanText(Plan plan, OutputStream out) {
        this.plan = plan;
        this.out = out;
        gates = plan.gates().stream()
                .map(gate -> gate.id().getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        for (int set = 0; set < answers.length; set++) {
            answers[set] = Answer.describe(set).replace(" or ", "|").getBytes(StandardCharsets.US_ASCII);
        }
    }

    static String sha256(Plan plan) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new PlanText(plan, new DigestOutputStream(OutputStream.nullOutputStream(), digest)).write();
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write() throws IOException {
        put(HEADING.getBytes(StandardCharsets.US_ASCII));
        for (long i = 0; i < plan.size(); i++) {
            if (at > buffer.length - MOST_LINE) {
                flush();
            }
            line(plan.nanos(i), plan.gate(i), plan.ticket(i));
        }
        flush();
    }

    private void flush() throws IOException {
        out.write(buffer, 0, at);
        at = 0;
    }

    private void line(long nanos, int gate, long ticket) {
        number(nanos);
        comma();
        put(gates[gate]);
        comma();
        uuid(plan.high(ticket), plan.low(ticket));
        comma();
        put(ScanTicket.direction(ticket) == Checks.ENTRY ? 'E' : 'X');
        comma();
        if (ScanTicket.temperature(ticket) != 0) {
            number(ScanTicket.temperature(ticket));
        }
        comma();
        number(ScanTicket.medium(ticket));
        comma();
        put(answers[ScanTicket.answers(ticket)]);
        put('\n');
    }

    private void comma() {
        put(',');
    }

    private void put(char c) {
        buffer[at++] = (byte) c;
    }

    private void put(byte[] bytes) {
        System.arraycopy(bytes, 0, buffer, at, bytes.length);
        at += bytes.length;
    }

    private void number(long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        at += digits;
    }

    private void uuid(long high, long low) {
        hex(high, 60, 32);
        put('-');
        hex(high, 28, 16);
        put('-');
        hex(high, 12, 0);
        put('-');
        hex(low, 60, 48);
        put('-');
        hex(low, 44, 0);
    }

    private void hex(long value, int from, int to) {
        for (int shift = from; shift >= to; shift -= 4) {
            buffer[at++] = HEX[(int) (value >>> shift) & 15];
        }
    }
}
