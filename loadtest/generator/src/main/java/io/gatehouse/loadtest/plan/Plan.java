package io.gatehouse.loadtest.plan;

import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.Passes;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.wire.ScanFrame;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * What a run is going to do: for each scan when, at which gate, who, in which direction, how hot, and the right answer.
 * Fixed before the run by scenario, seed and site, and blind to how it goes. Read-only, for any number of threads.
 */
public final class Plan implements Script {
    /** A plan of more would not fit beside everything else: 16 bytes a scan. */
    private static final double SHARE_OF_HEAP = 0.6;

    private static final int BYTES = 16;
    private static final int MIB = 1 << 20;

    private final List<Gate> gates;
    private final Passes passes;
    private final Others others;
    private final Timing planned;
    private final long seed;
    private final PlanBuffer scans;
    private final long leftOut;
    private volatile String id;

    /** @param others whom the tickets do not name by a number of the site */
    Plan(List<Gate> gates, Passes passes, Timing planned, PlanBuffer scans, long leftOut, Others others) {
        this.others = others;
        this.planned = planned;
        this.gates = List.copyOf(gates);
        this.passes = passes;
        this.seed = planned.seed();
        this.scans = scans;
        this.leftOut = leftOut;
    }

    /**
     * Makes a plan.
     *
     * @param gates those that take part, in the order of the fleet
     * @param horizon when the run will be
     * @param history what the server knows by then
     * @throws PlanException where it can't be made, in words for a person
     */
    public static Plan of(
            Site site, List<Gate> gates, Scenario scenario, Timing timing, Horizon horizon, History history)
            throws PlanException {
        long most = (long) (Runtime.getRuntime().maxMemory() * SHARE_OF_HEAP) / BYTES;
        long scans = (long) timing.scans();
        if (scans > most) {
            throw new PlanException(
                    "a plan of %,d scans takes %,d MiB, and there is room for %,d scans: shorter, slower, or java -Xmx%dm"
                            .formatted(
                                    scans,
                                    scans * BYTES >> 20,
                                    most,
                                    1 + (long) (scans * BYTES / SHARE_OF_HEAP) / MIB));
        }
        if (gates.size() > PlanBuffer.MOST_GATES || site.passes().size() > ScanTicket.MOST_PASSES) {
            throw new PlanException("a plan has at most %,d gates and %,d passes"
                    .formatted(PlanBuffer.MOST_GATES, ScanTicket.MOST_PASSES));
        }
        return Planner.plan(site, gates, scenario, timing, new Oracle(site, gates, horizon, history));
    }

    /** The plan of what was recorded; the rest as {@link #of}. */
    public static Plan of(Site site, List<Gate> gates, Replay replay, Timing timing, Horizon horizon, History history) {
        return Replayer.plan(site, gates, replay, timing, new Oracle(site, gates, horizon, history));
    }

    /** How many scans it has. */
    public long size() {
        return scans.size();
    }

    /** Nanoseconds from the start of the plan. */
    public long nanos(long index) {
        return scans.nanos(index);
    }

    /** The gate, by its index in the fleet. */
    public int gate(long index) {
        return scans.gate(index);
    }

    /** The scan, as {@link ScanTicket} has it. */
    public long ticket(long index) {
        return scans.ticket(index);
    }

    /** Passes of the site that are not used: a bound of time lies within the run, or no gate of theirs takes part. */
    public long passesLeftOut() {
        return leftOut;
    }

    /** Scans with more than one right verdict: planned races, and where history is not known. */
    public long open() {
        long open = 0;
        for (long i = 0; i < scans.size(); i++) {
            open += Answer.verdicts(ScanTicket.answers(scans.ticket(i))) == 1 ? 0 : 1;
        }
        return open;
    }

    /**
     * Writes it as lines of text; the same plan is the same bytes.
     *
     * @param out not closed
     */
    public void write(OutputStream out) throws IOException {
        new PlanText(this, out).write();
    }

    /** SHA-256 of the lines that {@link #write} writes, in hex: what names a plan in a report. */
    public String sha256() {
        return PlanText.sha256(this);
    }

    @Override
    public String id() {
        String known = id;
        if (known == null) {
            known = sha256();
            id = known;
        }
        return known;
    }

    List<Gate> gates() {
        return gates;
    }

    /** The first half of the id of what is scanned. */
    long high(long ticket) {
        int pass = ScanTicket.pass(ticket);
        if (!ScanTicket.unknown(ticket)) {
            return passes.high(pass);
        }
        return others.foreign == null ? People.mix(seed + pass) & ~0xf000L | 0x4000 : others.foreign[2 * pass];
    }

    /** The second half of it. */
    long low(long ticket) {
        int pass = ScanTicket.pass(ticket);
        if (!ScanTicket.unknown(ticket)) {
            return passes.low(pass);
        }
        return others.foreign == null
                ? People.mix(~seed - pass) & ~(3L << 62) | 2L << 62
                : others.foreign[2 * pass + 1];
    }

    @Override
    public void fill(ScanFrame frame, int gate, long sequence, long ticket) {
        frame.passHigh = high(ticket);
        frame.passLow = low(ticket);
        frame.direction = ScanTicket.direction(ticket);
        frame.temperature = ScanTicket.temperature(ticket);
        frame.medium = ScanTicket.medium(ticket);
    }

    /** In, then out again, one after the other, by an earlier hour; none of them comes in the run. */
    @Override
    public void fillOld(ScanFrame frame, int gate, long sequence) {
        int[] earlier = others.earlier[gate];
        boolean known = earlier.length > 0;
        int pass = known ? earlier[(int) (sequence % earlier.length)] : nobody(gate, sequence);
        int direction = known && sequence / earlier.length % 2 == 1 ? Checks.EXIT : Checks.ENTRY;
        fill(frame, gate, sequence, ScanTicket.of(pass, !known, direction, 365, 1));
    }

    /** A number far from those of the run. */
    private static int nobody(int gate, long sequence) {
        return (int) (ScanTicket.MOST_PASSES - 1 - gate * 4099L - sequence) & ScanTicket.MOST_PASSES - 1;
    }

    @Override
    public int right(int gate, long sequence, long ticket) {
        return ScanTicket.answers(ticket);
    }

    @Override
    public String describe(int gate, long sequence, long ticket) {
        int temperature = ScanTicket.temperature(ticket);
        return "gate %s, sequence %d, %s no. %d, %s, %s%s"
                .formatted(
                        gates.get(gate).id(),
                        sequence,
                        ScanTicket.unknown(ticket) ? "unknown pass" : "pass",
                        ScanTicket.pass(ticket),
                        ScanTicket.direction(ticket) == Checks.ENTRY ? "entry" : "exit",
                        temperature == 0 ? "not measured" : temperature / 10 + "." + temperature % 10 + " °C",
                        ScanTicket.isRace(ticket) ? ", at two gates at a time" : "");
    }

    @Override
    public Sends sends(Timing timing, int lane, int lanes, int fleet) {
        if (fleet != gates.size() || !timing.equals(planned)) {
            throw new IllegalArgumentException("a plan is for the gates and the timing that it was made for");
        }
        return new Cursor(scans, lane, lanes);
    }

    /**
     * Passes that a ticket does not name by a number of the site.
     *
     * @param foreign ids that no roster has, in pairs; null: drawn
     * @param earlier of each gate, who came while it was offline before the run
     */
    record Others(long[] foreign, int[][] earlier) {}

    /** Walks along the plan and stands on the scans of its event loop only. */
    private static final class Cursor implements Sends {
        private final PlanBuffer scans;
        private final int lane;
        private final int lanes;
        private long at;

        Cursor(PlanBuffer scans, int lane, int lanes) {
            this.scans = scans;
            this.lane = lane;
            this.lanes = lanes;
            skip();
        }

        private void skip() {
            while (lanes > 1 && at < scans.size() && scans.gate(at) % lanes != lane) {
                at++;
            }
        }

        @Override
        public long offsetNanos() {
            return at < scans.size() ? scans.nanos(at) : Long.MAX_VALUE;
        }

        @Override
        public int gate() {
            return scans.gate(at);
        }

        @Override
        public long ticket() {
            return scans.ticket(at);
        }

        @Override
        public void advance() {
            at++;
            skip();
        }
    }
}
