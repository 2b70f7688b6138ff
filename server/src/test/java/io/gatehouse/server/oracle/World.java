package io.gatehouse.server.oracle;

import io.gatehouse.proto.journal.v1.PassRow;
import io.gatehouse.proto.journal.v1.PassState.Place;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.Direction;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the oracle knows: plain maps, nothing shared with the engine. */
final class World {
    /** One passage of one pass. Compared by identity: two passages may look the same. */
    record Passage(long atUs, String gate, Direction direction) {}

    /** A pass: the row that the site says, and what it did. */
    static final class Pass {
        PassRow row;
        Place place = Place.PLACE_UNKNOWN;
        Passage last;
        /** Whether a temperature from the threshold to 42.0 was ever measured, and when last. */
        boolean high;

        long lastHighUs;

        Pass(PassRow row) {
            this.row = row;
        }
    }

    /** An outing that was used, so that it can be given back to the same day. */
    record Outing(int estate, int household, LocalDate day) {}

    /** What is kept beside one of the last scans of a stream. */
    static final class Stored {
        final int check;
        final Result.Decision decision;
        /** What stands: whether somebody went through, by the verdict, by what the gate did, or by an outcome. */
        boolean opened;
        /** The passage that this scan made, null where it made none or left the place as it was. */
        Passage passage;

        Outing outing;

        Stored(int check, Result.Decision decision, boolean opened) {
            this.check = check;
            this.decision = decision;
            this.opened = opened;
        }
    }

    /** One gate: its place in the register, its own emergency opening, its streams. */
    static final class Gate {
        int estate;
        boolean ownEmergency;
        boolean hasStream;
        long stream;
        long held;
        /** Streams that were left behind, with the highest number held of each. */
        final Map<Long, Long> left = new HashMap<>();

        final LinkedHashMap<Long, Stored> stored = new LinkedHashMap<>();
    }

    final Map<String, Pass> passes = new HashMap<>();
    final Map<String, Gate> gates = new HashMap<>();
    final Map<Integer, String> communities = new HashMap<>();
    final Map<Integer, Map<String, String>> policies = new HashMap<>();
    final Map<String, Command.Kind> modes = new HashMap<>();
    final Map<Outing, Integer> outings = new HashMap<>();
    ZoneId zone = ZoneId.of("Asia/Shanghai");

    Rules rules(int estate) {
        return new Rules(policies.getOrDefault(0, Map.of()), policies.getOrDefault(estate, Map.of()));
    }

    /** Whether an order of this kind stands for the site, the gate's estate or the gate itself. */
    boolean ordered(Command.Kind kind, String gateId) {
        return modes.get(scope(0, "")) == kind
                || modes.get(scope(gates.get(gateId).estate, "")) == kind
                || modes.get(scope(0, gateId)) == kind;
    }

    static String scope(int estate, String gateId) {
        return gateId.isEmpty() ? "estate " + estate : "gate " + gateId;
    }

    LocalDate day(long atUs) {
        return instant(atUs).atZone(zone).toLocalDate();
    }

    int minuteOfDay(long atUs) {
        return instant(atUs).atZone(zone).toLocalTime().toSecondOfDay() / 60;
    }

    private static Instant instant(long atUs) {
        return Instant.EPOCH.plus(atUs, java.time.temporal.ChronoUnit.MICROS);
    }

    int count(int estate, int household, LocalDate day) {
        return outings.getOrDefault(new Outing(estate, household, day), 0);
    }

    static Place placeAfter(Direction direction) {
        return direction == Direction.DIRECTION_EXIT ? Place.PLACE_OUTSIDE : Place.PLACE_INSIDE;
    }

    /** Whether this event lies within 5 s of the pass's passage at the same gate in the same direction, and that was not undone. */
    static boolean samePassage(Pass pass, long atUs, String gate, Direction direction) {
        Passage last = pass.last;
        return last != null
                && last.gate().equals(gate)
                && last.direction() == direction
                && pass.place == placeAfter(direction)
                && Math.abs(last.atUs() - atUs) <= TimeUnit.SECONDS.toMicros(5);
    }
}
