package io.gatehouse.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.journal.v1.ChangeSetRecord;
import io.gatehouse.proto.journal.v1.PassRow;
import io.gatehouse.proto.journal.v1.PassState.Place;
import io.gatehouse.proto.journal.v1.RowChange;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.PassKind;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Verdict;
import java.time.Instant;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A small site to try the oracle on: estates 1 and 2 of one community, gates north and south at 1 and 2, Ann and Bob of household 7 in
 * estate 1. It begins at noon of a day; time stands still unless it is moved.
 */
final class Scene {
    static final String ANN = "a0".repeat(16);
    static final String BOB = "b0".repeat(16);
    static final String STRANGER = "ee".repeat(16);

    final Oracle oracle = new Oracle();
    private final Map<String, PassRow> rows = new TreeMap<>();
    private final Map<Integer, Map<String, String>> policies = new TreeMap<>();
    private final Map<String, Long> next = new TreeMap<>();
    private long now = Instant.parse("2020-02-06T04:00:00Z").toEpochMilli() * 1_000;

    /** A scan that is put together by a test. */
    record Draft(String gate, String pass, Direction direction, int temperature, long ago) {
        Draft at(String otherGate) {
            return new Draft(otherGate, pass, direction, temperature, ago);
        }

        Draft temperature(int decicelsius) {
            return new Draft(gate, pass, direction, decicelsius, ago);
        }

        Draft unmeasured() {
            return temperature(Input.NOT_MEASURED);
        }

        /** Scanned so long ago by the gate's clock. */
        Draft ago(double seconds) {
            return new Draft(gate, pass, direction, temperature, micros(seconds));
        }
    }

    Scene() {
        zone("Asia/Shanghai");
        estate(1, "one");
        estate(2, "one");
        apply(new Input.GateChange(now, "north", 1));
        apply(new Input.GateChange(now, "south", 2));
        hello("north", 1);
        hello("south", 1);
        row(ANN, r -> r);
        row(BOB, r -> r);
    }

    long now() {
        return now;
    }

    void pass(double seconds) {
        now += micros(seconds);
    }

    /** Goes to the next time that clocks in Shanghai show this. */
    void clock(String time) {
        long day = 86_400_000_000L;
        long wanted = LocalTime.parse(time).toSecondOfDay() * 1_000_000L - 8 * 3_600_000_000L;
        now += Math.floorMod(wanted - now, day);
    }

    private static long micros(double seconds) {
        return Math.round(seconds * 1_000_000);
    }

    // ---- what the site says -------------------------------------------------------------------------

    Result apply(Input input) {
        return oracle.apply(input);
    }

    void zone(String zone) {
        apply(new Input.ZoneChange(now, zone));
    }

    void estate(int estate, String community) {
        apply(new Input.EstateChange(now, estate, community));
    }

    void mode(Command.Kind kind, int estate, String gate) {
        apply(new Input.ModeChange(now, kind, estate, gate));
    }

    /** Replaces the whole policy of one estate, or of the site with 0. */
    void policy(int estate, String... keysAndValues) {
        Map<String, String> after = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            after.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        policies.put(estate, after);
        apply(new Input.PolicyChange(now, estate, after));
    }

    void row(String pass, UnaryOperator<PassRow.Builder> with) {
        PassRow before = rows.get(pass);
        PassRow.Builder from = before != null
                ? before.toBuilder()
                : PassRow.newBuilder()
                        .setPassId(ByteString.copyFrom(HexFormat.of().parseHex(pass)))
                        .setEstateId(1)
                        .setKind(PassKind.PASS_KIND_RESIDENT)
                        .setScope(PassRow.Scope.SCOPE_ESTATE)
                        .setStatus(PassRow.Status.STATUS_ACTIVE)
                        .setHousehold(7)
                        .setPropertyListed(true)
                        .setGridListed(true)
                        .setDeclared(true);
        PassRow after = with.apply(from).build();
        rows.put(pass, after);
        RowChange.Builder change = RowChange.newBuilder().setAfter(after);
        if (before != null) {
            change.setBefore(before);
        }
        roster(change.build());
    }

    void remove(String pass) {
        roster(RowChange.newBuilder().setBefore(rows.remove(pass)).build());
    }

    private void roster(RowChange change) {
        apply(new Input.RosterChange(now, ChangeSetRecord.Kind.KIND_ORDER, 1, List.of(change)));
    }

    // ---- what gates send ----------------------------------------------------------------------------

    Draft entry(String pass) {
        return new Draft("north", pass, Direction.DIRECTION_ENTRY, 366, 0);
    }

    Draft exit(String pass) {
        return new Draft("north", pass, Direction.DIRECTION_EXIT, 366, 0);
    }

    Draft nowhere(String pass) {
        return new Draft("north", pass, Direction.DIRECTION_UNSPECIFIED, 366, 0);
    }

    /** Scans live, under the gate's next number. */
    Result live(Draft draft) {
        return apply(scan(draft, take(draft.gate), Input.Acted.NO));
    }

    /** A scan that the gate acted on by itself. */
    Result acted(Draft draft, boolean opened) {
        return apply(scan(draft, take(draft.gate), opened ? Input.Acted.OPENED : Input.Acted.KEPT_CLOSED));
    }

    Input.Scan scan(Draft draft, long sequence, Input.Acted acted) {
        return new Input.Scan(
                now, draft.gate, sequence, draft.pass, now - draft.ago, draft.direction, draft.temperature, acted, 0);
    }

    void expect(Draft draft, Verdict verdict, boolean attention, Reason... reasons) {
        Result result = live(draft);
        assertEquals(Result.Kind.RECORDED, result.kind());
        assertEquals(new Result.Decision(verdict, List.of(reasons), attention), result.decision());
    }

    /** What became of the scan under this number at the north gate. */
    Result outcome(long scanSequence, Draft of, boolean opened) {
        return apply(new Input.Outcome(
                now, of.gate, take(of.gate), scanSequence, of.pass, of.direction, now - of.ago, opened, 0));
    }

    Result event(DeviceEvent.Kind kind) {
        return apply(new Input.Event(now, "north", take("north"), kind, now, 0));
    }

    Result lost(long first, long last, boolean acknowledged) {
        next.put("north", Math.max(next.get("north"), last + 1));
        return apply(new Input.Lost(now, "north", last, first, acknowledged));
    }

    Result hello(String gate, long stream) {
        next.put(gate, 1L);
        return apply(new Input.Hello(now, gate, stream));
    }

    /** The number that the gate gives next. */
    long next(String gate) {
        return next.get(gate);
    }

    private long take(String gate) {
        return next.merge(gate, 1L, Long::sum) - 1;
    }

    // ---- what stands --------------------------------------------------------------------------------

    Place place(String pass) {
        return oracle.world.passes.get(pass).place;
    }

    int outings(int estate, int household, int daysAgo) {
        return oracle.world.count(estate, household, oracle.world.day(now).minusDays(daysAgo));
    }
}
