package io.gatehouse.server.journal;

import io.gatehouse.server.engine.Event;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.GateRow;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.RowChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Events as they leave the engine, all that have a record. */
final class RandomEvents {
    private static final int GATES = 500;

    private final SplittableRandom random;

    RandomEvents(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Gates with numbers that are not their places, so that 0 for 'none' and a real gate can't be taken for each other. */
    static final class Gates implements GateNumbers {
        private final byte[][] ids = new byte[GATES][];

        Gates() {
            for (int i = 0; i < GATES; i++) {
                String id = i == 7 ? "Z".repeat(64) : "%04d-%02d".formatted(i * 3, i % 7);
                ids[i] = id.getBytes(StandardCharsets.UTF_8);
            }
        }

        @Override
        public int numberOf(byte[] utf8, int offset, int length) {
            for (int i = 0; i < GATES; i++) {
                if (java.util.Arrays.equals(ids[i], 0, ids[i].length, utf8, offset, offset + length)) {
                    return i + 1;
                }
            }
            throw new AssertionError("no gate " + new String(utf8, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public byte[] idOf(int number) {
            return ids[number - 1];
        }
    }

    /** Fills a slot that held another event before. */
    void fromGate(Event e, Gates gates) {
        e.clear();
        e.kind = new Event.Kind[] {
                    Event.Kind.SCAN, Event.Kind.SCAN, Event.Kind.DEVICE_EVENT, Event.Kind.OUTCOME, Event.Kind.LOST
                }
                [random.nextInt(5)];
        e.result = Event.Result.RECORDED;
        e.session = 1 + random.nextInt(1_000);
        e.gate = 1 + random.nextInt(GATES);
        e.gateId = gates.idOf(e.gate);
        e.streamId = random.nextLong();
        e.sequence = number();
        e.receivedAtUs = time();
        e.textMended = random.nextInt(8) == 0;
        if (e.kind == Event.Kind.LOST) {
            lost(e);
            return;
        }
        e.offsetUs = random.nextLong(-10_000_000, 10_000_000);
        e.gateTimeUs = time();
        e.judgedAtUs = time();
        e.clockSuspect = random.nextInt(8) == 0;
        if (e.kind == Event.Kind.DEVICE_EVENT) {
            e.deviceKind = random.nextInt(14);
            e.gateEmergency = random.nextBoolean();
            text(e);
            return;
        }
        passId(e);
        e.direction = random.nextInt(3);
        state(e, gates);
        if (e.kind == Event.Kind.SCAN) {
            scan(e);
        } else {
            e.scanSequence = random.nextInt(4) == 0 ? 0 : number();
            e.differs = random.nextBoolean();
            acted(e, random.nextInt(10) != 0);
        }
    }

    private void scan(Event e) {
        e.temperature = random.nextInt(3) == 0 ? Event.NOT_MEASURED : random.nextInt(500);
        if (random.nextInt(50) == 0) {
            e.temperature = Integer.MAX_VALUE;
        }
        e.medium = random.nextInt(5);
        acted(e, random.nextInt(4) == 0);
        e.answered = !e.acted;
        e.verdict = 1 + random.nextInt(4);
        e.reasons = random.nextInt(2) == 0 ? 1 << 1 : random.nextInt() & random.nextInt() & 0x7f_fffe;
        e.attention = random.nextBoolean();
        e.rosterVersion = number();
        e.policyVersion = number();
        e.registerVersion = number();
    }

    private void lost(Event e) {
        e.statedFirstSequence = number();
        e.firstSequence = number();
        e.acknowledged = random.nextInt(4) == 0;
        e.alarm = e.acknowledged ? 3 : 0;
        text(e);
    }

    private void acted(Event e, boolean acted) {
        e.acted = acted;
        if (acted) {
            e.actedOpened = random.nextBoolean();
            e.actedReason = random.nextInt(23);
            e.actedAuthority = random.nextInt(4);
            e.actedRosterVersion = number();
            text(e);
        }
    }

    private void passId(Event e) {
        if (random.nextInt(10) != 0) {
            e.passIdLength = 16;
            e.passHi = random.nextLong();
            e.passLo = random.nextLong();
        } else {
            e.passIdLength = random.nextInt(Event.MAX_PASS_ID + 1);
            byte[] id = new byte[e.passIdLength];
            random.nextBytes(id);
            System.arraycopy(id, 0, e.passId, 0, id.length);
            if (e.passIdLength == 16) {
                e.passIdLength = 15;
            }
        }
    }

    private void state(Event e, Gates gates) {
        e.passChanged = random.nextBoolean();
        if (e.passChanged) {
            e.place = random.nextInt(3);
            e.lastPassageUs = random.nextInt(4) == 0 ? 0 : time();
            e.lastPassageGate = e.lastPassageUs == 0 ? 0 : 1 + random.nextInt(GATES);
            e.lastPassageGateId = e.lastPassageUs == 0 ? null : gates.idOf(e.lastPassageGate);
            e.lastPassageDirection = random.nextInt(3);
            e.lastHighUs = random.nextInt(4) == 0 ? time() : 0;
        }
        e.outingChanged = random.nextInt(4) == 0;
        if (e.outingChanged) {
            e.outingEstate = random.nextInt(1_000_001);
            e.outingHousehold = random.nextInt();
            e.outingDay = random.nextInt(-100, 30_000);
            e.outingCount = random.nextInt(5);
        }
    }

    private void text(Event e) {
        int length = random.nextInt(10) == 0 ? Event.MAX_TEXT : random.nextInt(20);
        String text = random.nextBoolean() ? "x".repeat(length) : "门".repeat(length / 3);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(utf8, 0, e.text, 0, utf8.length);
        e.textLength = utf8.length;
    }

    private long number() {
        return random.nextLong() >>> random.nextInt(64);
    }

    private long time() {
        return 1_580_947_200_000_000L + random.nextLong(1_000_000_000_000L);
    }

    /** One change of each kind, with what a kind leaves out now and then. */
    List<Change> changes() {
        EstateRow estate = new EstateRow(171, "翠湖花园", "GARDEN_ESTATE", "龙城");
        GateRow gate = new GateRow("0171-02", 171, "East", List.of("ab".repeat(32), "0f".repeat(32)));
        return List.of(
                new Change.PassChanges(
                        random.nextLong(), 2, 171, 41, "passes.csv", "e3".repeat(32), "li.w", "", rows(20)),
                new Change.PassChanges(random.nextLong(), 4, 0, 0, "", "", "dr.chen", "certificate 12", rows(1)),
                new Change.EstateChange(null, estate),
                new Change.EstateChange(estate, null),
                new Change.GateChange(gate, new GateRow("0171-02", 172, "", List.of())),
                new Change.GateChange(null, gate),
                new Change.PolicyChange(0, Map.of(), Map.of("fever-decicelsius", "373", "curfew", "22:00-05:00")),
                new Change.PolicyChange(171, Map.of("a", "1", "b", "2", "c", "3"), Map.of()),
                new Change.ModeChange(random.nextLong(), 1, 171, "", "duty", "fire drill"),
                new Change.ModeChange(random.nextLong(), 3, 0, "0171-02", "duty", ""),
                new Change.SiteChange("Asia/Shanghai"),
                new Change.Started(random.nextLong(), "0.1.0"),
                new Change.FirstLoadDone(280_000, 3));
    }

    List<RowChange> rows(int count) {
        List<RowChange> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int which = random.nextInt(3);
            rows.add(new RowChange(which == 0 ? null : row(), which == 1 ? null : row()));
        }
        return rows;
    }

    private PassRow row() {
        return new PassRow(
                random.nextLong(),
                random.nextLong(),
                random.nextInt(1_000_001),
                1 + random.nextInt(5),
                1 + random.nextInt(3),
                random.nextBoolean() ? 0 : time(),
                random.nextBoolean() ? 0 : time(),
                1 + random.nextInt(3),
                random.nextInt(100_000),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(50) == 0);
    }
}
