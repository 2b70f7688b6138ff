package io.gatehouse.server.engine;

import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.v1.Authority;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.server.engine.Event.Kind;
import io.gatehouse.server.journal.RecordWriter;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.GateRow;
import io.gatehouse.server.roster.HeapPassTable;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.PassTable;
import io.gatehouse.server.roster.RowChange;
import io.gatehouse.server.roster.RowIndex;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A small site around an engine: estates 1 and 2 in one community, 3 in another; gates 0 and 1 at estate 1, 2 at estate
 * 2, 3 at estate 3, each connected. All that leaves a record is kept as the bytes of a journal.
 */
final class TestSite {
    static final int ENTRY = Direction.DIRECTION_ENTRY_VALUE;
    static final int EXIT = Direction.DIRECTION_EXIT_VALUE;
    static final long SECOND = 1_000_000;
    static final long MINUTE = 60 * SECOND;
    static final long DAY = 1440 * MINUTE;
    /** Noon of 10 February 2020 in Shenzhen. */
    static final long NOON = us("2020-02-10T12:00:00+08:00");

    static final long HI = 0x1234_5678_9ABC_4DEFL;

    final PassTable table;
    final Engine engine;
    final RecordWriter writer = new RecordWriter();
    final ByteArrayOutputStream journal = new ByteArrayOutputStream();
    long now = NOON;
    /** Whether change-sets go in by {@link Engine#work}. */
    boolean sliced;

    private long sessions;
    private final Map<Integer, Long> session = new HashMap<>();
    private final Map<Integer, Long> stream = new HashMap<>();

    TestSite() {
        this(new HeapPassTable());
    }

    TestSite(PassTable table) {
        this(table, new Engine(table));
    }

    TestSite(PassTable table, Engine engine) {
        this.table = table;
        this.engine = engine;
        change(new Change.Started(77, "test"));
        for (int estate = 1; estate <= 3; estate++) {
            String community = estate < 3 ? "north" : "south";
            change(new Change.EstateChange(null, new EstateRow(estate, "estate " + estate, "OTHER", community)));
        }
        for (String id : List.of("1-01", "1-02", "2-01", "3-01")) {
            change(new Change.GateChange(null, gateRow(id)));
        }
        for (int gate = 0; gate < 4; gate++) {
            hello(gate, 100 + gate);
        }
    }

    static long us(String iso) {
        return Instant.parse(
                                iso.length() > 20
                                        ? java.time.OffsetDateTime.parse(iso)
                                                .toInstant()
                                                .toString()
                                        : iso)
                        .getEpochSecond()
                * SECOND;
    }

    static GateRow gateRow(String id) {
        return new GateRow(id, id.charAt(0) - '0', "gate " + id, List.of("ab".repeat(32)));
    }

    // ---- what the site says -------------------------------------------------------------------------

    Event change(Change change) {
        Event e = new Event();
        e.kind = Kind.CHANGE;
        e.change = change;
        e.rows = sliced && change instanceof Change.PassChanges set ? RowIndex.of(set.rows()) : null;
        e.receivedAtUs = now;
        return takeIn(e);
    }

    Event policy(String... keysAndValues) {
        Map<String, String> after = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            after.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        Map<String, String> before = engine.policies().getOrDefault(1, Map.of());
        return change(new Change.PolicyChange(1, before, after));
    }

    Event mode(Command.Kind mode, int estate, String gate, long commandId) {
        return change(new Change.ModeChange(commandId, mode.getNumber(), estate, gate, "duty officer", "drill"));
    }

    Event put(PassBuilder... passes) {
        return put(Change.IMPORT, passes);
    }

    Event put(int kind, PassBuilder... passes) {
        List<RowChange> rows = new ArrayList<>();
        for (PassBuilder pass : passes) {
            rows.add(new RowChange(row(pass.lo), pass.row()));
        }
        return rows(kind, passes[0].estate, rows);
    }

    Event rows(int kind, int estate, List<RowChange> rows) {
        return change(new Change.PassChanges(
                9, kind, estate, engine.rosterVersion(estate), "list.csv", "", "grid centre", "weekly list", rows));
    }

    PassRow row(long lo) {
        long handle = table.locate(HI, lo);
        return handle == 0 ? null : PassRow.of(HI, lo, table.at(handle));
    }

    // ---- what gates send ------------------------------------------------------------------------------

    Event hello(int gate, long streamId) {
        Event e = from(gate, Kind.HELLO);
        e.session = ++sessions;
        e.streamId = streamId;
        session.put(gate, e.session);
        stream.put(gate, streamId);
        return takeIn(e);
    }

    /** A scan that is not sent yet, with the next sequence. */
    Event scan(int gate, long lo, int direction) {
        Event e = from(gate, Kind.SCAN);
        e.sequence = engine.expected(gate);
        pass(e, lo, direction);
        e.temperature = 366;
        return e;
    }

    Event entry(int gate, long lo) {
        return takeIn(scan(gate, lo, ENTRY));
    }

    Event exit(int gate, long lo) {
        return takeIn(scan(gate, lo, EXIT));
    }

    Event measured(int gate, long lo, int direction, int temperature) {
        Event e = scan(gate, lo, direction);
        e.temperature = temperature;
        return takeIn(e);
    }

    Event acted(int gate, long lo, int direction, boolean opened, long at) {
        Event e = scan(gate, lo, direction);
        e.gateTimeUs = at;
        act(e, opened);
        return takeIn(e);
    }

    static void act(Event e, boolean opened) {
        e.acted = true;
        e.actedOpened = opened;
        e.actedReason = Reason.REASON_OK_VALUE;
        e.actedAuthority = Authority.AUTHORITY_GATE_VALUE;
        e.actedRosterVersion = Acted.getDefaultInstance().getRosterVersion();
    }

    /** Another outcome of a scan than it had, at the present time. */
    Event outcome(int gate, Event scan, boolean opened) {
        Event e = from(gate, Kind.OUTCOME);
        e.sequence = engine.expected(gate);
        e.scanSequence = scan.sequence;
        pass(e, scan.passLo, scan.direction);
        act(e, opened);
        return takeIn(e);
    }

    Event device(int gate, DeviceEvent.Kind kind) {
        Event e = from(gate, Kind.DEVICE_EVENT);
        e.sequence = engine.expected(gate);
        e.deviceKind = kind.getNumber();
        return takeIn(e);
    }

    /** A Lost that is not sent yet. */
    Event lost(int gate, long first, long last) {
        Event e = from(gate, Kind.LOST);
        e.firstSequence = first;
        e.sequence = last;
        return e;
    }

    Event from(int gate, Kind kind) {
        Event e = new Event();
        e.kind = kind;
        e.gate = gate;
        e.gateId = engine.register().gateId(gate);
        e.session = session.getOrDefault(gate, 0L);
        e.streamId = stream.getOrDefault(gate, 0L);
        e.receivedAtUs = now;
        e.gateTimeUs = now;
        return e;
    }

    Event takeIn(Event e) {
        engine.locate(e);
        return takeInLocated(e);
    }

    Event takeInLocated(Event e) {
        engine.takeIn(e);
        ByteBuffer out = ByteBuffer.allocate(writer.maxBytes(e));
        writer.write(e, out);
        journal.write(out.array(), 0, out.position());
        return e;
    }

    byte[] state() {
        return state(engine);
    }

    static byte[] state(Engine engine) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            engine.writeState(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void pass(Event e, long lo, int direction) {
        e.passIdLength = 16;
        e.passHi = HI;
        e.passLo = lo;
        e.direction = direction;
    }

    /** "ALLOW! [OK]" and the like. */
    static String said(Event e) {
        List<String> reasons = new ArrayList<>();
        for (int bit = 0; bit < 32; bit++) {
            if ((e.reasons >>> bit & 1) != 0) {
                reasons.add(Reason.forNumber(bit).name().substring("REASON_".length()));
            }
        }
        String verdict = Verdict.forNumber(e.verdict).name().substring("VERDICT_".length());
        return verdict + (e.attention ? "! " : " ") + String.join(" ", reasons);
    }
}
