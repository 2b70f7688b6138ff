package io.gatehouse.server.oracle;

import io.gatehouse.proto.journal.v1.PassRow;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.GateRow;
import io.gatehouse.server.roster.Pass;
import io.gatehouse.server.roster.PassTable;
import io.gatehouse.server.roster.Register;
import io.gatehouse.server.roster.RowChange;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts the oracle's inputs into the engine, and what the engine makes of them into the oracle's words. */
final class EngineUnderTest {
    private final PassTable table;
    final Engine engine;
    /** As the engine's events state them. */
    final Map<World.Outing, Integer> outings = new HashMap<>();

    private final Event event = new Event();
    private final Map<String, Long> sessions = new HashMap<>();
    private final Map<String, Long> streams = new HashMap<>();
    private final Map<Integer, EstateRow> estates = new HashMap<>();
    private final Map<String, GateRow> gates = new HashMap<>();
    private long session;
    private long changes;

    EngineUnderTest(PassTable table) {
        this.table = table;
        this.engine = new Engine(table);
    }

    Result apply(Input input) {
        event.clear();
        event.receivedAtUs = input.atUs();
        if (input instanceof Input.Hello hello) {
            hello(hello);
        } else if (input instanceof Input.Sequenced message) {
            sequenced(message);
        } else {
            event.kind = Event.Kind.CHANGE;
            event.change = change(input);
        }
        engine.locate(event);
        engine.takeIn(event);
        if (event.failure != null) {
            throw new AssertionError("the engine threw", event.failure);
        }
        if (event.outingChanged) {
            LocalDate day = LocalDate.ofEpochDay(event.outingDay);
            outings.put(new World.Outing(event.outingEstate, event.outingHousehold, day), event.outingCount);
        }
        return result(input);
    }

    /** The pass as the engine's table has it; null where there is none. */
    Pass pass(String hex) {
        if (hex.length() != 32) {
            return null;
        }
        long handle = table.locate(half(hex, 0), half(hex, 16));
        return handle == 0 ? null : table.at(handle);
    }

    String gateOf(Pass pass) {
        return new String(engine.register().gateId(pass.lastPassageGate()), StandardCharsets.UTF_8);
    }

    private static long half(String hex, int from) {
        return Long.parseUnsignedLong(hex.substring(from, from + 16), 16);
    }

    // ---- in -----------------------------------------------------------------------------------------

    private void from(String gate) {
        Register register = engine.register();
        event.gate = register.number(gate);
        event.gateId = register.gateId(event.gate);
        event.session = sessions.getOrDefault(gate, 0L);
        event.streamId = streams.getOrDefault(gate, 0L);
    }

    private void hello(Input.Hello hello) {
        sessions.put(hello.gate(), ++session);
        from(hello.gate());
        event.kind = Event.Kind.HELLO;
        event.streamId = hello.streamId();
        event.firstSequence = 1;
    }

    private void sequenced(Input.Sequenced message) {
        from(message.gate());
        event.sequence = message.sequence();
        if (message instanceof Input.Scan scan) {
            event.kind = Event.Kind.SCAN;
            event.offsetUs = scan.offsetUs();
            event.gateTimeUs = scan.scannedAtUs();
            event.direction = scan.direction().getNumber();
            event.temperature = scan.temperature();
            event.acted = scan.acted() != Input.Acted.NO;
            event.actedOpened = scan.acted() == Input.Acted.OPENED;
            passId(scan.passHex());
        } else if (message instanceof Input.Outcome outcome) {
            event.kind = Event.Kind.OUTCOME;
            event.offsetUs = outcome.offsetUs();
            event.gateTimeUs = outcome.actedAtUs();
            event.scanSequence = outcome.scanSequence();
            event.direction = outcome.direction().getNumber();
            event.acted = true;
            event.actedOpened = outcome.opened();
            passId(outcome.passHex());
        } else if (message instanceof Input.Event device) {
            event.kind = Event.Kind.DEVICE_EVENT;
            event.offsetUs = device.offsetUs();
            event.gateTimeUs = device.occurredAtUs();
            event.deviceKind = device.kind().getNumber();
        } else if (message instanceof Input.Lost lost) {
            event.kind = Event.Kind.LOST;
            event.firstSequence = lost.firstSequence();
            event.statedFirstSequence = lost.firstSequence();
            event.acknowledged = lost.acknowledged();
        }
    }

    private void passId(String hex) {
        event.passIdLength = Math.min(Event.MAX_PASS_ID, hex.length() / 2);
        if (event.passIdLength == 16) {
            event.passHi = half(hex, 0);
            event.passLo = half(hex, 16);
        } else {
            byte[] id = HexFormat.of().parseHex(hex);
            System.arraycopy(id, 0, event.passId, 0, event.passIdLength);
        }
    }

    private Change change(Input input) {
        if (input instanceof Input.RosterChange roster) {
            List<RowChange> rows = new ArrayList<>();
            roster.rows()
                    .forEach(row -> rows.add(new RowChange(
                            row.hasBefore() ? row(row.getBefore()) : null,
                            row.hasAfter() ? row(row.getAfter()) : null)));
            long base = engine.rosterVersion(roster.estateId());
            int kind = roster.kind().getNumber();
            return new Change.PassChanges(++changes, kind, roster.estateId(), base, "test", "", "test", "test", rows);
        } else if (input instanceof Input.PolicyChange policy) {
            Map<String, String> before = engine.policies().getOrDefault(policy.estateId(), Map.of());
            return new Change.PolicyChange(policy.estateId(), before, new TreeMap<>(policy.after()));
        } else if (input instanceof Input.ModeChange mode) {
            return new Change.ModeChange(
                    ++changes, mode.kind().getNumber(), mode.estateId(), mode.gateId(), "test", "test");
        } else if (input instanceof Input.GateChange gate) {
            GateRow after = new GateRow(gate.gateId(), gate.estateId(), gate.gateId(), List.of());
            return new Change.GateChange(gates.put(gate.gateId(), after), after);
        } else if (input instanceof Input.EstateChange estate) {
            EstateRow after = new EstateRow(estate.estateId(), "estate", "OTHER", estate.community());
            return new Change.EstateChange(estates.put(estate.estateId(), after), after);
        }
        return new Change.SiteChange(((Input.ZoneChange) input).zone());
    }

    private static io.gatehouse.server.roster.PassRow row(PassRow row) {
        String id = HexFormat.of().formatHex(row.getPassId().toByteArray());
        return new io.gatehouse.server.roster.PassRow(
                half(id, 0),
                half(id, 16),
                row.getEstateId(),
                row.getKindValue(),
                row.getScopeValue(),
                row.getValidFromUs(),
                row.getValidUntilUs(),
                row.getStatusValue(),
                row.getHousehold(),
                row.getPropertyListed(),
                row.getGridListed(),
                row.getDeclared(),
                row.getQuarantined());
    }

    // ---- out ----------------------------------------------------------------------------------------

    private Result result(Input input) {
        return switch (event.result) {
            case RECORDED ->
                input instanceof Input.FromGate gate ? recorded(gate) : Result.plain(Result.Kind.CHANGED, 0);
            case DUPLICATE ->
                new Result(
                        Result.Kind.DUPLICATE,
                        event.answered ? decision() : null,
                        event.answered,
                        engine.expected(event.gate),
                        0,
                        false,
                        false);
            case WELCOMED -> {
                streams.put(((Input.Hello) input).gate(), event.streamId);
                Result.Kind kind = event.streamBegan ? Result.Kind.STREAM_BEGUN : Result.Kind.STREAM_STANDS;
                yield Result.plain(kind, event.heldSequence + 1);
            }
            case REFUSED -> Result.plain(refused(), event.expectedSequence);
            case NONE, DROPPED ->
                throw new AssertionError("nothing came of it: " + event.result + ", " + event.changeRefused);
        };
    }

    private Result recorded(Input.FromGate gate) {
        boolean broken = gate instanceof Input.Lost && event.alarm != 0;
        return new Result(
                Result.Kind.RECORDED,
                gate instanceof Input.Scan ? decision() : null,
                event.answered,
                engine.expected(event.gate),
                event.judgedAtUs,
                event.differs,
                broken);
    }

    private Result.Decision decision() {
        List<Reason> reasons = new ArrayList<>();
        for (Reason reason : IN_ORDER) {
            if ((event.reasons >>> reason.getNumber() & 1) != 0) {
                reasons.add(reason);
            }
        }
        if (Integer.bitCount(event.reasons) != reasons.size()) {
            throw new AssertionError("bits that are no reason: " + Integer.toBinaryString(event.reasons));
        }
        return new Result.Decision(Verdict.forNumber(event.verdict), List.copyOf(reasons), event.attention);
    }

    private Result.Kind refused() {
        return switch (Refusal.Code.forNumber(event.refusal)) {
            case CODE_MALFORMED -> Result.Kind.MALFORMED;
            case CODE_SEQUENCE_GAP -> Result.Kind.GAP;
            case CODE_STREAM_CLOSED ->
                event.kind == Event.Kind.HELLO ? Result.Kind.STREAM_CLOSED : Result.Kind.NUMBER_REUSED;
            default -> throw new AssertionError("refused with " + event.refusal);
        };
    }

    /** The rows of the table from 1 to 21; INTERNAL_ERROR has none. */
    static final List<Reason> IN_ORDER = List.of(
            Reason.REASON_EMERGENCY_OPEN,
            Reason.REASON_MALFORMED_SCAN,
            Reason.REASON_FEVER,
            Reason.REASON_LOCKDOWN,
            Reason.REASON_UNKNOWN_PASS,
            Reason.REASON_REVOKED,
            Reason.REASON_SUSPENDED,
            Reason.REASON_NOT_YET_VALID,
            Reason.REASON_EXPIRED,
            Reason.REASON_NOT_DECLARED,
            Reason.REASON_WRONG_ESTATE,
            Reason.REASON_UNCONFIRMED,
            Reason.REASON_HOME_QUARANTINE,
            Reason.REASON_TEMPERATURE_MISSING,
            Reason.REASON_TEMPERATURE_IMPLAUSIBLE,
            Reason.REASON_TEMPERATURE_HIGH,
            Reason.REASON_CURFEW,
            Reason.REASON_ALREADY_INSIDE,
            Reason.REASON_ALREADY_OUTSIDE,
            Reason.REASON_OUTING_QUOTA,
            Reason.REASON_OK);
}
