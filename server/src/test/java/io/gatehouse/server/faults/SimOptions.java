package io.gatehouse.server.faults;

import io.gatehouse.server.journal.JournalListener;
import io.gatehouse.server.journal.JournalOptions;
import io.gatehouse.server.pipeline.SnapshotPlan;
import io.gatehouse.server.session.SessionOptions;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/** What one seed plays with. All of it is drawn from the seed; a sweep says in addition where the power goes. */
record SimOptions(long seed, Traffic traffic, Machine machine, Faults faults, Roster roster, Saboteur saboteur) {
    /**
     * @param devices for each gate: with two of them a gate is replaced now and then, and its old device comes back
     * @param busy in so many of 100 steps a gate has a scan
     * @param duplicates of 100 messages so many are sent twice
     * @param chunk most bytes of one read
     */
    record Traffic(int steps, int gates, int devices, int busy, int duplicates, int chunk, boolean ownEvents) {}

    /**
     * @param snapshotBytes a snapshot comes when so much of the journal stands behind the last one
     * @param keepMillis and segments older than that may go
     */
    record Machine(int loops, int ringSize, int segmentBytes, int window, int snapshotBytes, int keepMillis) {}

    /**
     * @param rare a fault comes once in about so many steps; 0 for never
     * @param crashAtCall the power goes in this changing call of the disk; 0 for a seed's own faults
     * @param crashAtStep the power goes behind this step; 0 likewise
     */
    record Faults(int rare, int crashAtCall, int crashAtStep) {}

    /**
     * @param passes that the site may have; most come and go with change-sets
     * @param capacity of the roster's first map; 0: it is on the heap
     * @param slice rows of a change-set that go in between two batches
     */
    record Roster(int passes, int capacity, int slice) {
        static final Roster ON_HEAP = new Roster(SimSite.PASSES, 0, 1);

        boolean grows() {
            return capacity > 0;
        }
    }

    static SimOptions of(long seed, Saboteur saboteur) {
        SplittableRandom draw = new SplittableRandom(seed);
        int window = draw.nextInt(4) == 0 ? 2 + draw.nextInt(6) : 1_024;
        Traffic traffic = new Traffic(
                400 + draw.nextInt(1_600),
                1 + draw.nextInt(4),
                draw.nextInt(3) == 0 ? 2 : 1,
                5 + draw.nextInt(40),
                window < 64 ? 0 : draw.nextInt(20),
                1 + draw.nextInt(draw.nextBoolean() ? 16 : 2_000),
                draw.nextBoolean());
        Machine machine = new Machine(
                1 + draw.nextInt(2),
                16 << draw.nextInt(5),
                (16 << 10) << draw.nextInt(3),
                window,
                (1 << 10) << draw.nextInt(8),
                draw.nextInt(3) * 20_000);
        return new SimOptions(
                seed, traffic, machine, new Faults(20 + draw.nextInt(400), 0, 0), Roster.ON_HEAP, saboteur);
    }

    /** One whose roster is a Chronicle Map that is small and has to grow, under change-sets of up to some hundred rows. */
    static SimOptions growing(long seed) {
        SimOptions drawn = of(seed, Saboteur.NONE);
        SplittableRandom draw = new SplittableRandom(seed).split();
        Roster roster = new Roster(50 + draw.nextInt(1_500), 32 << draw.nextInt(5), 1 + draw.nextInt(40));
        Machine m = drawn.machine();
        // A segment has room for the largest change-set.
        Machine machine =
                new Machine(m.loops(), m.ringSize(), 256 << 10, m.window(), m.snapshotBytes(), m.keepMillis());
        return new SimOptions(seed, drawn.traffic(), machine, drawn.faults(), roster, Saboteur.NONE);
    }

    /** A short run whose only faults are one crash, there, and one in the recovery behind it. */
    static SimOptions crashing(long seed, int atCall, int atStep) {
        SimOptions drawn = of(seed, Saboteur.NONE);
        Traffic some = drawn.traffic();
        Traffic small = new Traffic(120, 2, 1, 30, some.duplicates(), some.chunk(), some.ownEvents());
        return new SimOptions(
                seed, small, drawn.machine(), new Faults(0, atCall, atStep), Roster.ON_HEAP, Saboteur.NONE);
    }

    SplittableRandom random() {
        return new SplittableRandom(~seed);
    }

    SessionOptions session() {
        SessionOptions usual = SessionOptions.DEFAULT;
        return new SessionOptions(
                machine.window(),
                usual.heartbeatMillis(),
                usual.decisionDeadlineMillis(),
                usual.helloMillis(),
                usual.frameMillis(),
                usual.slowReaderMillis(),
                usual.ackHoldMillis());
    }

    SnapshotPlan snapshots() {
        return new SnapshotPlan(machine.snapshotBytes(), 300_000_000_000L, machine.keepMillis() * 1_000L, "simulated");
    }

    JournalOptions journal(Executor background, JournalListener listener) {
        int eighth = machine.segmentBytes() / 8;
        return new JournalOptions(
                machine.segmentBytes(),
                2 * eighth,
                eighth,
                eighth,
                background,
                () -> seed * 0x9E3779B97F4A7C15L,
                listener);
    }

    boolean sweeps() {
        return faults.crashAtCall() > 0 || faults.crashAtStep() > 0;
    }

    /** How to play this one again, alone. */
    String again() {
        return "again: mvn -o -pl server -am test -Dtest=FaultsTest#playsOneSeed"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dgatehouse.faults.seed=" + seed
                + (saboteur == Saboteur.NONE ? "" : " -Dgatehouse.faults.saboteur=" + saboteur)
                + (roster.grows() ? " -Dgatehouse.faults.growing=true" : "")
                + (sweeps() ? " -Dgatehouse.faults.call=" + faults.crashAtCall() : "")
                + (sweeps() ? " -Dgatehouse.faults.step=" + faults.crashAtStep() : "");
    }
}
