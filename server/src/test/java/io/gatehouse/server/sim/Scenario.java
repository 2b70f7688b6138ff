package io.gatehouse.server.sim;

import io.gatehouse.server.journal.JournalDamagedException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One seed played from the first start to empty spools: who does what when, what breaks when. */
final class Scenario {
    private static final long SETTLE_MILLIS = 240_000;

    private final SimOptions options;
    private final SplittableRandom random;
    private final SimClock clock = new SimClock();
    private final SimDisk disk;
    private final SimCheck check = new SimCheck();
    private final SimNetwork network;
    private final List<SimGate> gates = new ArrayList<>();
    private final ArrayDeque<Runnable> background = new ArrayDeque<>();
    private final long key;
    private final Sabotage sabotage;
    private final CrashAt crashAt;
    private SimServer server;
    private long steps;
    private long busySteps;
    private boolean recoveryCrashed;
    private boolean calm;
    private long exitAt = Long.MAX_VALUE;

    Scenario(long seed, SimOptions options, Sabotage sabotage, CrashAt crashAt) {
        this.options = options;
        this.sabotage = sabotage;
        this.crashAt = crashAt;
        disk = new SimDisk(seed);
        if (sabotage == Sabotage.LYING_SYNC) {
            disk.lie();
        }
        if (crashAt.call() > 0) {
            disk.crashAtCall(crashAt.call());
        }
        random = new SplittableRandom(seed);
        key = random.nextLong();
        network = new SimNetwork(random.split(), options);
        for (int gate = 0; gate < options.gates(); gate++) {
            gates.add(new SimGate(gate, clock, random.split(), check, network, options, this::connect));
        }
    }

    Map<String, Integer> play() {
        start();
        clock.after(0, this::work);
        clock.after(0, this::tick);
        plan();
        long end = options.millis() * SimClock.MILLI;
        while (clock.step(end)) {}
        calmDown();
        settle(end);
        lose(true);
        start();
        return check.counts();
    }

    // ---- what happens -------------------------------------------------------------------------------

    private void plan() {
        long span = options.millis() * SimClock.MILLI;
        for (SimGate gate : gates) {
            clock.after(0, () -> people(gate));
        }
        for (int i = 0; i < options.crashes(); i++) {
            clock.at(random.nextLong(span), this::crash);
        }
        for (int i = 0; i < options.failures(); i++) {
            clock.at(
                    random.nextLong(span),
                    () -> disk.failAt(
                            SimDisk.Call.values()[random.nextInt(SimDisk.Call.values().length)],
                            1 + random.nextInt(4),
                            random.nextInt(4) == 0));
        }
        clock.after(0, this::breakSomething);
    }

    private void people(SimGate gate) {
        if (calm) {
            return;
        }
        switch (random.nextInt(24)) {
            case 0 -> gate.deviceEvent();
            case 1 -> {
                int dice = random.nextInt(60);
                if (dice < 2) {
                    check.count("gate restarts");
                    gate.boot();
                } else if (dice == 2) {
                    check.count("spools changed");
                    gate.changeSpool();
                }
            }
            default -> gate.scan();
        }
        clock.after(random.nextLong(2L * options.scanEveryMillis() * SimClock.MILLI), () -> people(gate));
    }

    private void breakSomething() {
        if (!calm) {
            gates.get(random.nextInt(gates.size()))
                    .breakWire(random.nextLong(random.nextBoolean() ? 5_000 * SimClock.MILLI : SimClock.MILLI));
            clock.after(random.nextLong(2L * options.breakEveryMillis() * SimClock.MILLI), this::breakSomething);
        }
    }

    private void crash() {
        if (server == null || calm) {
            return;
        }
        if (random.nextInt(3) == 0) {
            check.count("crash between steps");
            lose(random.nextInt(100) >= options.kill());
            comeBack();
        } else {
            disk.crashAtCall(1 + random.nextInt(12));
        }
    }

    // ---- the server ---------------------------------------------------------------------------------

    private void connect(SimWire wire) {
        if (server == null) {
            wire.serverGone();
        } else {
            wire.accepted(server);
            wire.gate().onConnected(wire);
        }
    }

    private void tick() {
        if (server != null) {
            server.tick();
        }
        clock.after(250 * SimClock.MILLI, this::tick);
    }

    private void work() {
        long pause = SimClock.MILLI;
        if (server != null) {
            boolean idle = server.idle();
            pause = random.nextLong(idle ? (calm ? 20 : 4) * SimClock.MILLI : 200_000);
            try {
                server.step();
                onFailure();
                if (++steps == crashAt.step()) {
                    lose(random.nextInt(100) >= options.kill());
                    comeBack();
                }
            } catch (SimCrash power) {
                check.count("crash at a disk call");
                lose(random.nextInt(100) >= options.kill());
                comeBack();
            }
        }
        clock.after(pause, this::work);
    }

    /** A journal that failed is the end: gates are told, then the process goes. */
    private void onFailure() {
        if (!server.failed()) {
            return;
        }
        if (exitAt == Long.MAX_VALUE) {
            check.count("journal failed");
            check.onStorageFailed();
            exitAt = clock.nanos() + random.nextLong(10_000 * SimClock.MILLI);
        } else if (clock.nanos() >= exitAt) {
            lose(random.nextBoolean());
            comeBack();
        }
    }

    /** The power or only the process goes. */
    private void lose(boolean power) {
        exitAt = Long.MAX_VALUE;
        background.clear();
        if (server != null) {
            server.wires().forEach(SimWire::serverGone);
            server = null;
        }
        if (power) {
            disk.crash();
        } else {
            disk.kill();
        }
    }

    private void comeBack() {
        if (crashAt.recoveryCall() > 0 && !recoveryCrashed) {
            recoveryCrashed = true;
            disk.crashAtCall(crashAt.recoveryCall());
        } else if (!calm && random.nextInt(100) < options.nested()) {
            disk.crashAtCall(1 + random.nextInt(30));
        } else if (!calm && options.failures() > 0 && random.nextInt(20) == 0) {
            disk.failAt(
                    SimDisk.Call.values()[random.nextInt(SimDisk.Call.values().length)], 1 + random.nextInt(3), false);
        }
        long longest = crashAt.recoveryCall() > 0 ? 20 : 2_000;
        clock.after(random.nextLong(longest * SimClock.MILLI), this::start);
    }

    private void start() {
        try {
            SimRecovery found = SimRecovery.of(disk, options, background::add, key);
            if (crashAt.equals(CrashAt.RANDOM) && random.nextInt(3) == 0) {
                found = again(found);
            }
            SimRecords records = check.onRecovered(found.records());
            if (calm && gates.stream().allMatch(SimGate::drained)) {
                check.atEnd(records);
            }
            server = new SimServer(found, clock, options, sabotage, background, random.split());
        } catch (SimCrash power) {
            check.count("crash in recovery");
            lose(random.nextInt(100) >= options.kill());
            comeBack();
        } catch (JournalDamagedException damage) {
            throw new AssertionError("the journal says that it is damaged: " + damage.getMessage(), damage);
        } catch (IOException failed) {
            check.count("failure in recovery");
            lose(random.nextBoolean());
            comeBack();
        }
    }

    /** What a recovery found, another finds again after the power went. */
    private SimRecovery again(SimRecovery first) throws IOException {
        check.count("recovered twice");
        background.clear();
        disk.crash();
        SimRecovery second = SimRecovery.of(disk, options, background::add, key);
        if (first.records().size() != second.records().size() || !Arrays.equals(first.state(), second.state())) {
            throw new AssertionError(
                    "recovered again, the journal holds " + second.records().size() + " records instead of "
                            + first.records().size());
        }
        for (int i = 0; i < first.records().size(); i++) {
            if (!first.records().get(i).sameAs(second.records().get(i))) {
                throw new AssertionError("recovered again, a record is another: "
                        + first.records().get(i));
            }
        }
        return second;
    }

    // ---- the end ------------------------------------------------------------------------------------

    private void calmDown() {
        calm = true;
        busySteps = steps;
        network.calm();
        disk.crashNever();
        disk.failNever();
    }

    private void settle(long from) {
        long end = from;
        while (!gates.stream().allMatch(SimGate::drained)) {
            if (end > from + SETTLE_MILLIS * SimClock.MILLI) {
                throw new AssertionError("not drained: " + gates);
            }
            end += 100 * SimClock.MILLI;
            while (clock.step(end)) {}
        }
    }

    long calls() {
        return disk.calls();
    }

    /** Steps of the server until all was left to settle. */
    long busySteps() {
        return busySteps;
    }

    @Override
    public String toString() {
        return options + " at " + clock.nanos() / SimClock.MILLI + " ms " + check.counts();
    }
}
