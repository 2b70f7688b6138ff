package io.gatehouse.server.faults;

import io.gatehouse.server.journal.Disk;
import io.gatehouse.server.journal.JournalDamagedException;
import io.gatehouse.server.sim.SimCrash;
import io.gatehouse.server.sim.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** What one seed plays: traffic, faults and crashes in any order, then calm until all is drained, then the checks. */
final class Scenario {
    private static final long MILLI = 1_000_000;
    private static final long CALM_NANOS = 900_000 * MILLI;
    private static final int RECOVERIES = 4;

    private final SimOptions options;
    private final SplittableRandom random;
    private final SimClock clock = new SimClock();
    private final Ledger ledger = new Ledger();
    private final SimDisk disk;
    private final Disk seenDisk;
    private final SimNet net;
    private final SimSite site;
    private final SimRoster roster;
    private final List<List<SimDevice>> gates = new ArrayList<>();
    private SimServer server;
    private boolean calm;
    private boolean diskFault;
    private int crashes;
    private long exitNanos;

    Scenario(SimOptions options) {
        this.options = options;
        random = options.random();
        disk = new SimDisk(random.nextLong());
        seenDisk = new SabotagedDisk(disk, options.saboteur(), this::beforeDelete);
        net = new SimNet(options, ledger, random.split());
        site = new SimSite(options, random.split());
        roster = new SimRoster(options.roster(), ledger);
        for (int gate = 0; gate < options.traffic().gates(); gate++) {
            List<SimDevice> devices = new ArrayList<>();
            for (int i = 0; i < options.traffic().devices(); i++) {
                devices.add(new SimDevice(SimSite.gateId(gate), clock, options, random.split(), net));
            }
            devices.get(0).powerOn();
            gates.add(devices);
        }
    }

    /** What retention takes away stays on record here. */
    private void beforeDelete(String name) throws IOException {
        if (name.endsWith(".journal")) {
            ledger.archive(SimServer.records(disk));
        }
    }

    Ledger play() throws IOException {
        try (roster) {
            return played();
        }
    }

    private Ledger played() throws IOException {
        if (options.faults().crashAtCall() > 0) {
            disk.crashAtCall(options.faults().crashAtCall());
        }
        for (int step = 1; step <= options.traffic().steps(); step++) {
            step();
            if (step == options.faults().crashAtStep()) {
                powerLossNow();
            }
        }
        calmDown();
        finalChecks();
        return ledger;
    }

    // ---- one step -------------------------------------------------------------------------------------

    private void step() throws IOException {
        try {
            if (server == null && random.nextInt(8) == 0) {
                boot();
            }
            move();
            if (options.faults().rare() > 0 && random.nextInt(options.faults().rare()) == 0) {
                fault();
            }
            if (server != null && server.storageFailed() && clock.nanos() >= exitNanos && random.nextInt(10) == 0) {
                exitOfFailed();
            }
        } catch (SimCrash crash) {
            ledger.seen("crash in a disk call");
            powerLoss();
        }
    }

    /** Everybody moves a little: who comes first is drawn. */
    private void move() {
        clock.advance(random.nextInt(10) == 0 ? random.nextLong(400 * MILLI) : random.nextLong(3 * MILLI));
        for (List<SimDevice> gate : gates) {
            SimDevice device = powered(gate);
            if (random.nextInt(100) < options.traffic().busy()) {
                device.scan(site.somePass());
            }
            if (random.nextInt(60) == 0) {
                device.notice();
            }
            if (random.nextInt(40) == 0) {
                device.override();
            }
            if (random.nextInt(4) > 0) {
                device.timers();
            }
        }
        for (SimConnection connection : net.connections()) {
            if (random.nextBoolean()) {
                net.step(connection, server);
            }
        }
        if (server != null) {
            moveServer();
        }
    }

    private void moveServer() {
        for (int i = random.nextInt(4); i >= 0; i--) {
            switch (random.nextInt(8)) {
                case 0, 1 -> server.stepEngine();
                case 2 -> server.stepJournal();
                case 3, 4 -> server.stepLoop(random.nextInt(options.machine().loops()));
                case 5, 6 -> server.stepSnapshot();
                default -> {
                    server.stepBackground();
                    server.stepMaker();
                }
            }
        }
        server.tick();
        if (random.nextInt(options.roster().grows() ? 15 : 80) == 0) {
            server.order(site);
        }
    }

    private static SimDevice powered(List<SimDevice> gate) {
        return gate.stream().filter(SimDevice::powered).findFirst().orElseThrow();
    }

    // ---- faults ---------------------------------------------------------------------------------------

    private void fault() throws IOException {
        List<SimDevice> gate = gates.get(random.nextInt(gates.size()));
        switch (random.nextInt(12)) {
            case 0, 1 -> powerLossNow();
            case 2, 3 -> disk.crashAtCall(1 + random.nextInt(20));
            case 4 -> failDisk();
            case 5, 6 -> cutOne();
            case 7 -> powered(gate).powerOn();
            case 8 -> replace(gate);
            case 9 -> powered(gate).stepClock(random.nextLong(-5_000_000, 5_000_000));
            case 10 -> {
                clock.step(random.nextLong(-2_000_000, 2_000_000));
                clock.advance(random.nextLong(30_000 * MILLI));
            }
            default -> stop();
        }
    }

    private void powerLossNow() {
        if (server != null) {
            ledger.seen("crash between steps");
            powerLoss();
        }
    }

    private void failDisk() {
        SimDisk.Call call = random.nextInt(3) > 0 ? SimDisk.Call.SYNC : SimDisk.Call.WRITE;
        disk.failAt(call, 1 + random.nextInt(6), random.nextInt(4) == 0);
        diskFault = true;
        exitNanos = clock.nanos() + random.nextLong(10_000 * MILLI);
    }

    private void cutOne() {
        List<SimConnection> all = net.connections();
        if (!all.isEmpty()) {
            SimConnection one = all.get(random.nextInt(all.size()));
            if (!one.gateClosed) {
                net.cut(one);
            }
        }
    }

    private void replace(List<SimDevice> gate) {
        SimDevice from = powered(gate);
        SimDevice to = gate.get((gate.indexOf(from) + 1) % gate.size());
        from.powerOff();
        to.powerOn();
    }

    private void stop() throws IOException {
        if (server != null) {
            try {
                server.stop();
                ledger.seen("stop");
                stateIsThatOfItsRecords();
            } catch (IOException failed) {
                if (!diskFault) {
                    throw failed;
                }
                ledger.seen("disk failed in a stop");
            }
            lost(true);
        }
    }

    /** The journal failed: everybody hears of it, then the process ends. */
    private void exitOfFailed() {
        server.settle();
        Violation.unless(server.sessions() == 0, "%d gates did not hear that the journal failed", server.sessions());
        Violation.unless(server.ordersAnswered(), "an order has no answer after the journal failed");
        lost(random.nextBoolean());
    }

    private void powerLoss() {
        crashes++;
        lost(random.nextInt(4) == 0);
    }

    /** @param systemStays only the process ended: what it wrote is still there */
    private void lost(boolean systemStays) {
        if (server != null) {
            roster.ends(server.engine().folding());
        }
        server = null;
        net.serverDied();
        if (systemStays) {
            disk.kill();
        } else {
            disk.crash();
        }
        diskFault = false;
    }

    // ---- recovery -------------------------------------------------------------------------------------

    private void boot() throws IOException {
        armRecovery();
        try {
            SimServer next = recover();
            for (int i = 0; !calm && i < RECOVERIES && !options.sweeps() && random.nextInt(3) == 0; i++) {
                lost(random.nextBoolean());
                SimServer again = recover();
                next.recovered().same(again.recovered());
                ledger.seen("recovered twice");
                next = again;
            }
            next.serve(site);
            server = next;
        } catch (SimCrash crash) {
            ledger.seen("crash in recovery");
            powerLoss();
        } catch (JournalDamagedException damaged) {
            throw new Violation("the start finds damage", damaged);
        } catch (IOException failed) {
            if (!diskFault) {
                throw failed;
            }
            ledger.seen("disk failed in recovery");
            powerLoss();
        }
    }

    /** Often the power goes in a recovery too; in a sweep in the one behind the crash, at any call of it in turn. */
    private void armRecovery() {
        boolean sweeps = options.sweeps();
        if (!calm && (sweeps ? crashes == 1 : random.nextInt(3) == 0)) {
            int sought = options.faults().crashAtCall() + options.faults().crashAtStep();
            disk.crashAtCall(1 + (sweeps ? sought * 7 % 40 : random.nextInt(60)));
            ledger.seen("recovery with a crash ahead");
        }
    }

    private SimServer recover() throws IOException {
        SimServer next = new SimServer(options, seenDisk, clock, random.split(), roster, ledger);
        JournalCheck.check(next.recovered().records(), ledger);
        ledger.settle(next.recovered().records());
        return next;
    }

    // ---- calm, and the end ----------------------------------------------------------------------------

    /** Faults have ended: every spool drains, also those of devices that were put away. */
    private void calmDown() throws IOException {
        calm = true;
        net.calm();
        disk.crashNever();
        if (server == null || diskFault || server.storageFailed()) {
            lost(true);
            boot();
        }
        for (int device = 0; device < options.traffic().devices(); device++) {
            if (device > 0) {
                gates.forEach(this::replace);
            }
            drain();
        }
        server.settle();
    }

    private void drain() {
        long until = clock.nanos() + CALM_NANOS;
        while (!gates.stream().allMatch(gate -> powered(gate).drained())) {
            if (clock.nanos() >= until) {
                StringBuilder left = new StringBuilder("not drained:");
                gates.forEach(gate -> left.append(' ').append(powered(gate).at()));
                throw new Violation(left.toString());
            }
            boolean moved = false;
            for (SimConnection connection : net.connections()) {
                moved |= net.step(connection, server);
            }
            server.settle();
            server.tick();
            gates.forEach(gate -> powered(gate).timers());
            clock.advance(moved ? MILLI / 4 : 50 * MILLI);
        }
    }

    /** What a server knows when it stops is what its journal says: its memory itself is never seen after a crash. */
    private void stateIsThatOfItsRecords() throws IOException {
        if (!server.storageFailed()) {
            Fold fresh = new Fold();
            for (byte[] record : ledger.whole(SimServer.records(disk))) {
                fresh.apply(record);
            }
            Violation.unless(Arrays.equals(fresh.state(), server.state()), "a stop: a fresh fold is another state");
        }
    }

    private void finalChecks() throws IOException {
        server.stop();
        List<byte[]> records = ledger.whole(SimServer.records(disk));
        JournalCheck.check(records, ledger);
        Fold again = new Fold();
        Fold fresh = new Fold();
        for (byte[] record : records) {
            again.decideAgain(record);
            fresh.apply(record);
        }
        byte[] live = server.state();
        Violation.unless(Arrays.equals(fresh.state(), live), "a fresh fold comes to another state");
        Violation.unless(Arrays.equals(again.state(), live), "deciding again comes to another state");
        ledger.seen("records", records.size());
    }
}
