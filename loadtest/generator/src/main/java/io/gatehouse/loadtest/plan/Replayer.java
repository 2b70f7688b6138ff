package io.gatehouse.loadtest.plan;

import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.Passes;
import io.gatehouse.loadtest.site.Site;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Makes a plan of what was recorded. Nobody kept the passes apart then: one that comes to another gate within a minute, or
 * has a bound of time within the run, may be answered in any way from there on, and is counted as such.
 */
final class Replayer {
    private static final int ANY = (1 << Answer.BITS) - 1;
    private static final long APART_NANOS = Horizon.SLACK.toNanos();

    private final RecordedScans recorded;
    private final Oracle oracle;
    private final int[] gates;
    private final Map<UUID, Integer> numbers = new HashMap<>();
    private final PlanBuffer out = new PlanBuffer();
    private final BitSet open = new BitSet();
    private final int[] lastGates;
    /** Of each pass its last planned scan, of each such scan the one before it; -1: none. */
    private final int[] last;

    private final int[] before;
    private long[] foreign = new long[64];
    private int unknown;
    private long elsewhere;

    private Replayer(RecordedScans recorded, int[] gates, Passes passes, Oracle oracle) {
        this.recorded = recorded;
        this.oracle = oracle;
        this.gates = gates;
        lastGates = new int[passes.size()];
        last = new int[passes.size()];
        before = new int[recorded.size()];
        Arrays.fill(last, -1);
        Arrays.fill(lastGates, -1);
        for (int pass = 0; pass < passes.size(); pass++) {
            numbers.put(new UUID(passes.high(pass), passes.low(pass)), pass);
        }
    }

    /** The plan; scans of gates that do not take part are left out. */
    static Plan plan(Site site, List<Gate> gates, Replay replay, Timing timing, Oracle oracle) {
        Map<String, Integer> indices = new HashMap<>();
        for (int i = 0; i < gates.size(); i++) {
            indices.put(gates.get(i).id(), i);
        }
        int[] fleet = replay.gateIds().stream()
                .mapToInt(id -> indices.getOrDefault(id, -1))
                .toArray();
        Replayer replayer = new Replayer(replay.scans(), fleet, site.passes(), oracle);
        for (int scan = 0; scan < replay.scans().size(); scan++) {
            replayer.scan(scan, replay.scans().offsetNanos(scan, replay.speed()));
        }
        return new Plan(
                gates,
                site.passes(),
                timing,
                replayer.out,
                replayer.elsewhere,
                new Plan.Others(replayer.foreign, new int[gates.size()][0]));
    }

    private void scan(int scan, long nanos) {
        int gate = gates[recorded.gate(scan)];
        if (gate < 0) {
            elsewhere++;
            return;
        }
        Integer pass = numbers.get(new UUID(recorded.high(scan), recorded.low(scan)));
        out.add(nanos, gate, pass == null ? stranger(scan, gate) : known(scan, gate, pass, nanos));
    }

    private long stranger(int scan, int gate) {
        if (2 * unknown == foreign.length) {
            foreign = Arrays.copyOf(foreign, 2 * foreign.length);
        }
        foreign[2 * unknown] = recorded.high(scan);
        foreign[2 * unknown + 1] = recorded.low(scan);
        long ticket = ticket(scan, unknown++, true);
        return ScanTicket.withAnswers(ticket, oracle.ofUnknown(gate, ticket));
    }

    private long known(int scan, int gate, int pass, long nanos) {
        long ticket = ticket(scan, pass, false);
        int standing = oracle.standing(pass, gate);
        boolean moved = lastGates[pass] >= 0 && lastGates[pass] != gate;
        if (moved && nanos - out.nanos(last[pass]) < APART_NANOS) {
            // Nobody knows which comes first, so what was planned for the earlier ones is not certain either.
            open.set(pass);
            for (int i = last[pass]; i >= 0 && nanos - out.nanos(i) < APART_NANOS; i = before[i]) {
                out.open(i, ANY);
            }
        }
        if (standing < 0 || oracle.quotaUnsure(pass, gate)) {
            open.set(pass);
        }
        lastGates[pass] = gate;
        before[(int) out.size()] = last[pass];
        last[pass] = (int) out.size();
        if (open.get(pass)) {
            return ScanTicket.withAnswers(ticket, ANY);
        }
        int ms = (int) (nanos / 1_000_000);
        int answers = oracle.of(gate, ticket, standing, ms);
        oracle.take(gate, ticket, ms, answers);
        return ScanTicket.withAnswers(ticket, answers);
    }

    private long ticket(int scan, int number, boolean isUnknown) {
        return ScanTicket.of(
                number, isUnknown, recorded.direction(scan), recorded.temperature(scan), recorded.medium(scan));
    }
}
