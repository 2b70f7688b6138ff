package io.gatehouse.server.oracle;

import io.gatehouse.proto.journal.v1.PassState.Place;
import io.gatehouse.proto.journal.v1.RowChange;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Verdict;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A second, plain implementation of what PROTOCOL.md makes of an event: 'Checks', 'Decisions', 'Time' and, as far as they bind
 * state, 'Sequenced messages'. It repeats the engine on purpose and imports nothing of the server; tests hold the two against each other.
 *
 * <p>How it reads the sentences that leave a choice:
 *
 * <ul>
 *   <li>'in the last 30 min', 'within 5 s': the ends belong to the span. 'Spans in either direction': the absolute distance.
 *   <li>'another scan measured so': one time is kept for each pass, that of the last such scan; an acted scan that comes late does not push a later one
 *       out. Every recorded scan of a known pass counts, whatever its verdict, but for rows 1 and 2: there 'nothing else is checked', so nobody
 *       held the temperature against a threshold.
 *   <li>'from the threshold' is the threshold of the estate at which it was measured.
 *   <li>Policy: an estate's own keys stand before the site's, key by key.
 *   <li>Modes: site, estate and gate each keep an order of their own; NORMAL ends only that of its own scope; the scan is under an order if any of the three has it.
 *   <li>Wider scopes count for STAFF, MEDICAL and COURIER only; an estate without a row has no community, its own passes aside.
 *   <li>'on only one of the two lists': exactly one; a pass on neither is not unconfirmed.
 *   <li>Curfew: the first minute of the hours is allowed, the last is not ({@code 06:00-23:00} ends at 22:59:59.999999).
 *   <li>'before', 'older': strictly. An acted scan with the very time of the last passage takes effect.
 *   <li>A passage needs a known pass and a direction.
 *   <li>'its passage there' is the pass's last passage, where that was at the same gate in the same direction and still stands. What lies within 5 s of it
 *       'is one passage' with it: it has no effect of its own, and the 5 s still count from the first.
 *   <li>'one that was not outside': by the place that stands when the event is recorded, for an acted scan older than the last passage as well.
 *   <li>Outings are counted only where OUTING_QUOTA is on at the gate's estate (ARCHITECTURE.md, 'The roster'), for any exit that takes effect,
 *       under emergency opening too. Row 20 looks at the day that the scan is judged at and the D - 1 before it.
 *   <li>An outing is given back to the household and day that it was counted for, whatever the pass's row says now, even where a later passage stands.
 *   <li>'not opened' undoes the passage of that scan, or the one that it is one with: the place is unknown, the time of the last passage stays for what is 'older'.
 *       'A later passage stands': any other passage that is the pass's last one by then, whenever the gate says that it acted.
 *       'opened' is held against the last passage by time, as an acted scan is.
 *   <li>Of an Outcome, its own pass_id and direction count. One without {@code acted} says 'not opened'.
 *   <li>A duplicate without {@code acted} gets the stored decision also where the scan was recorded with {@code acted}: what the server would have decided.
 *   <li>A Scan under a number that is held but has no stored decision (an older one, or no scan) is acknowledged only.
 *   <li>A number used twice changes no state; whether the gate goes on in a new stream is up to it.
 *   <li>A corrected time before 1970 counts as 1970.
 * </ul>
 */
final class Oracle {
    static final int STORED_SCANS = 1024;

    private static final Set<Reason> ENDS_THE_CHECKS =
            Set.of(Reason.REASON_EMERGENCY_OPEN, Reason.REASON_MALFORMED_SCAN);

    final World world = new World();

    static boolean hasDirection(Direction direction) {
        return direction == Direction.DIRECTION_ENTRY || direction == Direction.DIRECTION_EXIT;
    }

    Result apply(Input input) {
        if (input instanceof Input.Sequenced message) {
            return sequenced(message);
        }
        if (input instanceof Input.Hello hello) {
            return hello(hello);
        }
        change(input);
        return Result.plain(Result.Kind.CHANGED, 0);
    }

    // ---- streams ----------------------------------------------------------------------------------

    private Result hello(Input.Hello hello) {
        World.Gate gate = world.gates.get(hello.gate());
        if (gate.hasStream && gate.stream == hello.streamId()) {
            return Result.plain(Result.Kind.STREAM_STANDS, gate.held + 1);
        }
        Long left = gate.left.get(hello.streamId());
        if (left != null) {
            return Result.plain(Result.Kind.STREAM_CLOSED, left + 1);
        }
        if (gate.hasStream) {
            gate.left.put(gate.stream, gate.held);
        }
        gate.hasStream = true;
        gate.stream = hello.streamId();
        gate.held = 0;
        gate.stored.clear();
        gate.ownEmergency = false;
        return Result.plain(Result.Kind.STREAM_BEGUN, 1);
    }

    private Result sequenced(Input.Sequenced message) {
        World.Gate gate = world.gates.get(message.gate());
        long first = message instanceof Input.Lost lost ? lost.firstSequence() : message.sequence();
        if (message.sequence() == 0 || first == 0 || Long.compareUnsigned(first, message.sequence()) > 0) {
            return Result.plain(Result.Kind.MALFORMED, gate.held + 1);
        }
        if (Long.compareUnsigned(message.sequence(), gate.held) <= 0) {
            return held(gate, message);
        }
        if (Long.compareUnsigned(first, gate.held + 1) > 0) {
            return Result.plain(Result.Kind.GAP, gate.held + 1);
        }
        gate.held = message.sequence();
        if (message instanceof Input.Scan scan) {
            return scan(gate, scan);
        }
        if (message instanceof Input.Event event) {
            return event(gate, event);
        }
        if (message instanceof Input.Outcome outcome) {
            return outcome(gate, outcome);
        }
        gate.ownEmergency = false;
        boolean broken = ((Input.Lost) message).acknowledged();
        return new Result(Result.Kind.RECORDED, null, false, gate.held + 1, 0, false, broken);
    }

    private Result held(World.Gate gate, Input.Sequenced message) {
        World.Stored stored = gate.stored.get(message.sequence());
        if (!(message instanceof Input.Scan scan) || stored == null) {
            return Result.plain(Result.Kind.DUPLICATE, gate.held + 1);
        }
        if (stored.check != check(scan)) {
            return Result.plain(Result.Kind.NUMBER_REUSED, 0);
        }
        boolean answered = scan.acted() == Input.Acted.NO;
        return new Result(
                Result.Kind.DUPLICATE, answered ? stored.decision : null, answered, gate.held + 1, 0, false, false);
    }

    /** CRC32C over pass_id, its first 64 bytes, direction, time and temperature. */
    static int check(Input.Scan scan) {
        byte[] pass = HexFormat.of().parseHex(scan.passHex());
        ByteBuffer bytes = ByteBuffer.allocate(64 + 11).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(pass, 0, Math.min(64, pass.length));
        bytes.put((byte) scan.direction().getNumber());
        bytes.putLong(scan.scannedAtUs());
        bytes.putShort((short) (scan.temperature() == Input.NOT_MEASURED ? 0xffff : scan.temperature()));
        CRC32C crc = new CRC32C();
        crc.update(bytes.flip());
        return (int) crc.getValue();
    }

    // ---- what gates sent --------------------------------------------------------------------------

    private Result scan(World.Gate gate, Input.Scan scan) {
        boolean live = scan.acted() == Input.Acted.NO;
        long at = live ? scan.atUs() : corrected(scan.scannedAtUs(), scan.offsetUs(), scan.atUs());
        Result.Decision decision = CheckTable.judge(world, scan, at);
        boolean allowed = decision.verdict() == Verdict.VERDICT_ALLOW;
        boolean opened = live ? allowed : scan.acted() == Input.Acted.OPENED;
        World.Stored stored = new World.Stored(check(scan), decision, opened);
        World.Pass pass = world.passes.get(scan.passHex());
        if (pass != null) {
            if (opened) {
                passage(pass, new World.Passage(at, scan.gate(), scan.direction()), live, stored);
            }
            boolean checked = !ENDS_THE_CHECKS.contains(decision.reasons().get(0));
            if (checked && world.rules(gate.estate).isHigh(scan.temperature())) {
                pass.lastHighUs = pass.high && !live ? Math.max(pass.lastHighUs, at) : at;
                pass.high = true;
            }
        }
        gate.stored.put(scan.sequence(), stored);
        if (gate.stored.size() > STORED_SCANS) {
            Iterator<Long> oldest = gate.stored.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return new Result(Result.Kind.RECORDED, decision, live, gate.held + 1, at, !live && opened != allowed, false);
    }

    private Result event(World.Gate gate, Input.Event event) {
        if (event.kind() == DeviceEvent.Kind.KIND_EMERGENCY_OPEN) {
            gate.ownEmergency = true;
        }
        if (event.kind() == DeviceEvent.Kind.KIND_EMERGENCY_END || event.kind() == DeviceEvent.Kind.KIND_STARTED) {
            gate.ownEmergency = false;
        }
        long at = corrected(event.occurredAtUs(), event.offsetUs(), event.atUs());
        return new Result(Result.Kind.RECORDED, null, false, gate.held + 1, at, false, false);
    }

    private Result outcome(World.Gate gate, Input.Outcome outcome) {
        long at = corrected(outcome.actedAtUs(), outcome.offsetUs(), outcome.atUs());
        World.Pass pass = world.passes.get(outcome.passHex());
        World.Stored stored = gate.stored.get(outcome.scanSequence());
        boolean differs = stored != null && stored.opened != outcome.opened();
        boolean unheld = stored == null;
        if (outcome.opened() && (differs || unheld) && pass != null) {
            passage(pass, new World.Passage(at, outcome.gate(), outcome.direction()), false, stored);
        }
        if (!outcome.opened() && differs) {
            undo(pass, stored);
        }
        if (differs) {
            stored.opened = outcome.opened();
        }
        return new Result(Result.Kind.RECORDED, null, false, gate.held + 1, at, differs, false);
    }

    /** @param stored where to note what the passage did, null where the scan is not held */
    private void passage(World.Pass pass, World.Passage passage, boolean live, World.Stored stored) {
        if (!hasDirection(passage.direction())) {
            return;
        }
        boolean exit = passage.direction() == Direction.DIRECTION_EXIT;
        if (World.samePassage(pass, passage.atUs(), passage.gate(), passage.direction())) {
            if (stored != null) {
                stored.passage = pass.last;
            }
            return;
        }
        int outings = world.rules(world.gates.get(passage.gate()).estate).outings();
        int household = pass.row.getHousehold();
        World.Outing outing = null;
        if (exit && pass.place != Place.PLACE_OUTSIDE && outings > 0 && household != 0) {
            outing = new World.Outing(pass.row.getEstateId(), household, world.day(passage.atUs()));
            world.outings.merge(outing, 1, Integer::sum);
        }
        boolean older = !live && pass.last != null && passage.atUs() < pass.last.atUs();
        if (!older) {
            pass.place = World.placeAfter(passage.direction());
            pass.last = passage;
        }
        if (stored != null) {
            stored.outing = outing;
            stored.passage = older ? null : passage;
        }
    }

    private void undo(World.Pass pass, World.Stored stored) {
        if (stored.outing != null) {
            world.outings.merge(stored.outing, -1, Integer::sum);
            stored.outing = null;
        }
        if (pass != null && stored.passage != null && pass.last == stored.passage) {
            pass.place = Place.PLACE_UNKNOWN;
        }
        stored.passage = null;
    }

    /** A gate's time by the server's clock: corrected by the offset, never ahead of the server's. */
    static long corrected(long rawUs, long offsetUs, long serverUs) {
        BigInteger raw = new BigInteger(Long.toUnsignedString(rawUs));
        BigInteger corrected = raw.subtract(BigInteger.valueOf(offsetUs));
        return corrected.min(BigInteger.valueOf(serverUs)).max(BigInteger.ZERO).longValueExact();
    }

    // ---- what the site says -------------------------------------------------------------------------

    private void change(Input input) {
        if (input instanceof Input.RosterChange roster) {
            roster.rows().forEach(this::row);
        } else if (input instanceof Input.PolicyChange policy) {
            world.policies.put(policy.estateId(), Map.copyOf(policy.after()));
        } else if (input instanceof Input.ModeChange mode) {
            String scope = World.scope(mode.estateId(), mode.gateId());
            if (mode.kind() == Command.Kind.KIND_NORMAL) {
                world.modes.remove(scope);
            } else {
                world.modes.put(scope, mode.kind());
            }
        } else if (input instanceof Input.GateChange gate) {
            world.gates.computeIfAbsent(gate.gateId(), id -> new World.Gate()).estate = gate.estateId();
        } else if (input instanceof Input.EstateChange estate) {
            world.communities.put(estate.estateId(), estate.community());
        } else if (input instanceof Input.ZoneChange zone) {
            world.zone = ZoneId.of(zone.zone());
        } else {
            throw new IllegalArgumentException("not a change: " + input);
        }
    }

    /** A row that stays keeps what the pass did; one that goes takes it along. */
    private void row(RowChange change) {
        if (!change.hasAfter()) {
            world.passes.remove(hex(change.getBefore().getPassId().toByteArray()));
            return;
        }
        String id = hex(change.getAfter().getPassId().toByteArray());
        World.Pass known = world.passes.get(id);
        if (known == null) {
            world.passes.put(id, new World.Pass(change.getAfter()));
        } else {
            known.row = change.getAfter();
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
