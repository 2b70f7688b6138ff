package io.gatehouse.server.faults;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.PassKind;
import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.journal.EventJournal;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.GateRow;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.PassTable;
import io.gatehouse.server.roster.RowChange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** The site: one estate, its gates, some passes. What stands is brought up to it at each start, as a real start does. */
final class SimSite {
    static final int PASSES = 12;
    private static final int MOST_ROWS = 400;
    private static final int ESTATE = 1;
    private static final long HI = 0x1234_5678_9ABC_4DEFL;

    private final SimOptions options;
    private final SplittableRandom random;
    private String name = "estate";

    SimSite(SimOptions options, SplittableRandom random) {
        this.options = options;
        this.random = random;
    }

    static String gateId(int number) {
        return "1-0" + number;
    }

    static ByteString token(String gate) {
        return ByteString.copyFromUtf8("secret of " + gate);
    }

    /** One that the roster has, or seldom one that it never had. */
    ByteString somePass() {
        return ByteString.copyFrom(ByteBuffer.allocate(16)
                .putLong(HI)
                .putLong(random.nextInt(
                        (random.nextBoolean() ? PASSES : options.roster().passes()) + 1))
                .flip());
    }

    /** What a start offers before the first gate is heard. Durable when it returns. */
    void start(Engine engine, EventJournal journal, SimClock clock) throws IOException {
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.Started(engine.journalId() == 0 ? random.nextLong() | 1 : engine.journalId(), "sim"));
        if (random.nextInt(4) == 0) {
            name = "estate " + random.nextInt();
        }
        EstateRow estate = new EstateRow(ESTATE, name, "OTHER", "north");
        if (!estate.equals(engine.register().estate(ESTATE))) {
            changes.add(new Change.EstateChange(engine.register().estate(ESTATE), estate));
        }
        for (int gate = 0; gate < options.traffic().gates(); gate++) {
            if (engine.register().number(gateId(gate)) < 0) {
                changes.add(new Change.GateChange(null, gateRow(gateId(gate))));
            }
        }
        for (Change change : changes) {
            offer(change, engine, journal, clock);
        }
        if (!engine.firstLoadDone()) {
            offer(firstLoad(engine.rosterVersion(ESTATE)), engine, journal, clock);
            offer(new Change.FirstLoadDone(PASSES, 1), engine, journal, clock);
        }
        journal.commit();
        engine.register().publish();
    }

    private static void offer(Change change, Engine engine, EventJournal journal, SimClock clock) throws IOException {
        Event event = new Event();
        event.clear();
        event.kind = Event.Kind.CHANGE;
        event.receivedAtUs = clock.wallUs();
        event.change = change;
        engine.takeIn(event);
        if (event.result == Event.Result.RECORDED) {
            journal.append(event);
        } else if (!(change instanceof Change.PassChanges)) {
            throw new Violation("a change of the site was refused: " + event.changeRefused);
        }
    }

    private static GateRow gateRow(String gate) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(token(gate).toByteArray());
            return new GateRow(gate, ESTATE, "gate", List.of(HexFormat.of().formatHex(digest)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Change firstLoad(long base) {
        List<RowChange> rows = new ArrayList<>();
        for (int lo = 0; lo < PASSES; lo++) {
            rows.add(new RowChange(null, row(lo, PassRow.ACTIVE, false)));
        }
        return passes(Change.FIRST_LOAD, base, rows);
    }

    private Change passes(int kind, long base, List<RowChange> rows) {
        return new Change.PassChanges(random.nextLong(), kind, ESTATE, base, "list.csv", "", "grid centre", "", rows);
    }

    private static PassRow row(long lo, int status, boolean quarantined) {
        return new PassRow(
                HI,
                lo,
                ESTATE,
                PassKind.PASS_KIND_RESIDENT_VALUE,
                PassRow.SCOPE_ESTATE,
                0,
                0,
                status,
                (int) lo / 3,
                true,
                true,
                true,
                quarantined);
    }

    /** What an operator or the grid centre may do now. Refused where something else was quicker. */
    Change someChange(Engine engine, PassTable table) {
        if (random.nextInt(3) == 0) {
            int mode = 1 + random.nextInt(3);
            String gate = random.nextBoolean()
                    ? ""
                    : gateId(random.nextInt(options.traffic().gates()));
            return new Change.ModeChange(random.nextLong(), mode, ESTATE, gate, "duty officer", "drill");
        }
        if (options.roster().grows() && random.nextBoolean()) {
            return manyRows(engine, table);
        }
        RowChange row = someRow(random.nextInt(PASSES), table, random.nextInt(5) == 0);
        return passes(Change.UNDO, engine.rosterVersion(ESTATE), List.of(row));
    }

    /** A list in which passes that stand side by side come, change or go. */
    private Change manyRows(Engine engine, PassTable table) {
        int passes = options.roster().passes();
        int first = random.nextInt(passes);
        boolean mostGo = random.nextInt(4) == 0;
        List<RowChange> rows = new ArrayList<>();
        for (int i = random.nextInt(Math.min(passes, MOST_ROWS)); i >= 0; i--) {
            rows.add(someRow((first + i) % passes, table, random.nextInt(8) == 0 ^ mostGo));
        }
        return passes(Change.UNDO, engine.rosterVersion(ESTATE), rows);
    }

    private RowChange someRow(long lo, PassTable table, boolean goes) {
        long handle = table.locate(HI, lo);
        PassRow before = handle == 0 ? null : PassRow.of(HI, lo, table.at(handle));
        PassRow after = before != null && goes ? null : row(lo, 1 + random.nextInt(2), random.nextInt(4) == 0);
        return new RowChange(before, after);
    }

    /** The number that a change has in its record. */
    static long idOf(Change change) {
        return change instanceof Change.ModeChange mode ? mode.commandId() : ((Change.PassChanges) change).id();
    }
}
