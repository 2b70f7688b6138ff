package io.gatehouse.loadtest.selftest;

import io.gatehouse.loadtest.plan.DrawnSends;
import io.gatehouse.loadtest.plan.Script;
import io.gatehouse.loadtest.plan.Sends;
import io.gatehouse.loadtest.plan.Timing;
import io.gatehouse.loadtest.run.SiteScans;
import io.gatehouse.loadtest.wire.ScanFrame;
import java.nio.ByteBuffer;

/** Drawn scans at drawn gates, each with its number in the plan in it, from 0: whoever sees one knows when it was due. */
final class NumberedScans implements Script {
    /** Length, tag, length, tag: then comes the sequence. */
    private static final int SEQUENCE_AT = 4;

    private final SiteScans scans;

    NumberedScans(int gates, int passes, long seed) {
        scans = SiteScans.drawn(gates, passes, seed);
    }

    /** Which one of the plan a frame is. */
    static long number(byte[] frame) {
        int at = SEQUENCE_AT;
        while (frame[at] < 0) {
            at++;
        }
        // The last byte of the sequence, tag and length of the pass, its first half.
        return ByteBuffer.wrap(frame).getLong(at + 3 + Long.BYTES);
    }

    @Override
    public Sends sends(Timing timing, int lane, int lanes, int gates) {
        if (lanes != 1) {
            throw new IllegalArgumentException("numbers are given on one event loop, not on " + lanes);
        }
        return new Numbered(new DrawnSends(timing, lane, lanes, gates));
    }

    @Override
    public void fill(ScanFrame frame, int gate, long sequence, long ticket) {
        scans.fill(frame, gate, sequence, 0);
        frame.passLow = ticket;
    }

    @Override
    public int right(int gate, long sequence, long ticket) {
        return 0;
    }

    @Override
    public String id() {
        return "";
    }

    @Override
    public String describe(int gate, long sequence, long ticket) {
        return "scan " + ticket;
    }

    private static final class Numbered implements Sends {
        private final Sends sends;
        private long number;

        Numbered(Sends sends) {
            this.sends = sends;
        }

        @Override
        public long offsetNanos() {
            return sends.offsetNanos();
        }

        @Override
        public int gate() {
            return sends.gate();
        }

        @Override
        public long ticket() {
            return number;
        }

        @Override
        public void advance() {
            sends.advance();
            number++;
        }
    }
}
