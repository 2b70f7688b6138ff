package io.gatehouse.loadtest.plan;

import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.Passes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Spreads the passes of a site over the gates, each to one gate. */
final class People {
    /** Of so many residents one is a stranger somewhere, and one is at two gates at a time. */
    private static final int ONE_OF = 32;

    private static final int KEEPS_OUT = Checks.REVOKED
            | Checks.SUSPENDED
            | Checks.NOT_YET_VALID
            | Checks.EXPIRED
            | Checks.NOT_DECLARED
            | Checks.UNCONFIRMED
            | Checks.CURFEW;

    private final Passes passes;
    private final Oracle oracle;
    private final Mix mix;
    private final long seed;
    private final boolean offline;
    private final int[] estates;
    private final Map<Integer, int[]> gatesOf = new HashMap<>();
    private final Crowd[] crowds;
    /** Passes for races by estate. */
    private final Map<Integer, Queue> racers = new HashMap<>();

    private long leftOut;

    /** @param scenario says who comes, and whether gates were offline before */
    People(List<Gate> gates, Passes passes, Oracle oracle, Scenario scenario, long seed) {
        this.passes = passes;
        this.oracle = oracle;
        this.mix = scenario.mix();
        this.offline = scenario.behaviour().backlog() != null;
        this.seed = seed;
        estates = gates.stream().mapToInt(Gate::estate).toArray();
        crowds = new Crowd[estates.length];
        Map<Integer, List<Integer>> lists = new HashMap<>();
        for (int i = 0; i < estates.length; i++) {
            crowds[i] = new Crowd();
            lists.computeIfAbsent(estates[i], e -> new ArrayList<>()).add(i);
        }
        lists.forEach((estate, of) ->
                gatesOf.put(estate, of.stream().mapToInt(Integer::intValue).toArray()));
        for (int pass = 0; pass < passes.size(); pass++) {
            place(pass);
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (Crowd crowd : crowds) {
            crowd.settle(random, mix.exits());
        }
        racers.values().forEach(queue -> queue.shuffle(random));
    }

    Crowd at(int gate) {
        return crowds[gate];
    }

    /** The next who is at two gates at a time, or -1. */
    int racer(int gate) {
        Queue queue = racers.get(estates[gate]);
        return queue == null || queue.size() == 0 ? -1 : queue.remove();
    }

    /** Another gate, of the same estate where that has another. */
    int other(int gate, SplittableRandom random) {
        int[] gates = gatesOf.get(estates[gate]);
        if (gates.length == 1) {
            int any = random.nextInt(estates.length - 1);
            return any == gate ? estates.length - 1 : any;
        }
        int other = gates[random.nextInt(gates.length - 1)];
        return other == gate ? gates[gates.length - 1] : other;
    }

    /** Of each gate, those who came while it was offline. */
    int[][] earlier() {
        int[][] all = new int[crowds.length][];
        for (int gate = 0; gate < all.length; gate++) {
            Queue queue = crowds[gate].earlier;
            all[gate] = new int[queue.size()];
            for (int i = 0; i < all[gate].length; i++) {
                all[gate][i] = queue.remove();
            }
        }
        return all;
    }

    /** Passes that are not used: a bound of time lies within the run, or no gate of theirs takes part. */
    long leftOut() {
        return leftOut;
    }

    private void place(int pass) {
        long chance = mix(passes.high(pass) ^ seed);
        int gate = gate(pass, chance);
        int standing = gate < 0 ? -1 : oracle.standing(pass, gate);
        if (standing < 0 || oracle.quotaUnsure(pass, gate)) {
            leftOut++;
            return;
        }
        Crowd crowd = crowds[gate];
        if ((standing & Checks.WRONG_ESTATE) != 0) {
            crowd.strangers.add(pass);
        } else if ((standing & Checks.HOME_QUARANTINE) != 0) {
            crowd.quarantined.add(pass);
        } else if (Answer.verdicts(oracle.checks(gate).answers(standing & KEEPS_OUT, Checks.ENTRY)) == 1
                && !Answer.opens(oracle.checks(gate).answers(standing & KEEPS_OUT, Checks.ENTRY))) {
            crowd.held.add(pass);
        } else if (mix.races() > 0 && isOneOf(chance >>> 8) && mayRace(pass, gate)) {
            racers.computeIfAbsent(estates[gate], e -> new Queue()).add(pass);
        } else if (offline && isOneOf(chance >>> 32)) {
            crowd.earlier.add(pass);
        } else {
            crowd.outside.add(pass);
        }
    }

    /** Its own: a household has one gate, because its members share their outings. */
    private int gate(int pass, long chance) {
        int estate = passes.estate(pass);
        int[] own = gatesOf.get(estate);
        boolean elsewhere = own == null || mix.wrongEstate() > 0 && isOneOf(chance);
        if (elsewhere) {
            int any = (int) Long.remainderUnsigned(chance >>> 16, estates.length);
            boolean comes = estate == 0 || !oracle.hasQuota(pass, own == null ? any : own[0]);
            return comes ? any : own == null ? -1 : own[0];
        }
        int household = passes.household(pass);
        long which = household == 0 ? chance >>> 16 : mix((long) estate << 32 | household) >>> 16;
        return own[(int) Long.remainderUnsigned(which, own.length)];
    }

    private boolean mayRace(int pass, int gate) {
        return estates.length > 1 && !oracle.hasQuota(pass, gate);
    }

    private static boolean isOneOf(long chance) {
        return (chance & ONE_OF - 1) == 1;
    }

    /** Every bit of the result depends on every bit of the value (the finalizer of MurmurHash 3). */
    static long mix(long value) {
        long x = value;
        x = (x ^ x >>> 33) * 0xff51afd7ed558ccdL;
        x = (x ^ x >>> 33) * 0xc4ceb9fe1a85ec53L;
        return x ^ x >>> 33;
    }
}
