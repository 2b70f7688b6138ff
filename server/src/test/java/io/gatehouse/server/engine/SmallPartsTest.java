package io.gatehouse.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The parts that are easy to compare with something plain. */
class SmallPartsTest {
    private static final int SEED = 7;
    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void siteTimeAgreesWithTheLibrary() {
        for (String zone : new String[] {"Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "UTC"}) {
            SiteTime time = new SiteTime();
            time.setZone(zone);
            for (int i = 0; i < 20_000; i++) {
                long us = random.nextLong(1, 4_000_000_000L) * 1_000_000;
                ZonedDateTime local = Instant.ofEpochSecond(us / 1_000_000).atZone(ZoneId.of(zone));
                assertEquals(local.toLocalDate().toEpochDay(), time.day(us), zone + " " + us);
                LocalTime clock = local.toLocalTime();
                assertEquals(clock.getHour() * 60 + clock.getMinute(), time.minuteOfDay(us), zone + " " + us);
            }
        }
    }

    @Test
    void outingsAgreeWithAMap() {
        Outings outings = new Outings();
        Map<String, Integer> plain = new HashMap<>();
        int today = 18_000;
        for (int i = 0; i < 200_000; i++) {
            today += random.nextInt(1_000) == 0 ? 1 : 0;
            int estate = random.nextInt(3);
            int household = 1 + random.nextInt(500);
            int day = today - random.nextInt(30);
            String key = estate + "/" + household + "/" + day;
            assertEquals(plain.getOrDefault(key, 0), outings.get(estate, household, day), key);
            Event e = new Event();
            e.outingChanged = true;
            e.outingEstate = estate;
            e.outingHousehold = household;
            e.outingDay = day;
            e.outingCount = outings.get(estate, household, day) + 1;
            outings.apply(e);
            plain.merge(key, 1, Integer::sum);
        }
        assertEquals(0, outings.get(1, 1, today - Outings.KEPT_DAYS));
    }

    @Test
    void outingsBeginAfreshWhereTheNewestDayWasAClockGoneWrong() {
        Outings outings = new Outings();
        Event e = new Event();
        e.outingChanged = true;
        e.outingEstate = 1;
        e.outingHousehold = 1;
        e.outingDay = 30_000;
        e.outingCount = 1;
        outings.apply(e);
        e.outingDay = 18_000;
        outings.apply(e);
        assertEquals(1, outings.get(1, 1, 18_000));
        assertEquals(0, outings.get(1, 1, 30_000));
    }

    @Test
    void theRingHoldsTheLastThousandAndFindsEach() {
        DecisionRing ring = new DecisionRing();
        long sequence = 0;
        long[] sequences = new long[5_000];
        for (int i = 0; i < sequences.length; i++) {
            sequence += 1 + random.nextInt(3);
            sequences[i] = sequence;
            ring.push(sequence, sequence * 3, sequence * 5, sequence * 7);
            int oldest = Math.max(0, i + 1 - DecisionRing.CAPACITY);
            assertEquals(DecisionRing.ABSENT, ring.find(sequence + 1));
            holds(ring, sequences[oldest]);
            if (oldest > 0) {
                assertEquals(DecisionRing.ABSENT, ring.find(sequences[oldest - 1]));
            }
        }
        for (int i = sequences.length - DecisionRing.CAPACITY; i < sequences.length; i++) {
            holds(ring, sequences[i]);
        }
    }

    private static void holds(DecisionRing ring, long sequence) {
        int place = ring.find(sequence);
        assertEquals(sequence * 3, ring.decision(place));
        assertEquals(sequence * 5, ring.timeUs(place));
        assertEquals(sequence * 7, ring.household(place));
    }

    @Test
    void aStoredDecisionKeepsAllOfIt() {
        for (int i = 0; i < 10_000; i++) {
            Event e = new Event();
            e.verdict = random.nextInt(5);
            e.reasons = random.nextInt(1 << 22) << 1;
            e.attention = random.nextBoolean();
            e.check = random.nextInt();
            e.acted = random.nextBoolean();
            e.actedOpened = random.nextBoolean();
            e.outingChanged = random.nextBoolean();
            e.outingEstate = random.nextInt();
            e.outingHousehold = random.nextInt();
            e.judgedAtUs = random.nextLong(1, 4_000_000_000_000_000L);
            e.outingDay = (int) (e.judgedAtUs / (24 * 3_600_000_000L)) + random.nextInt(-1, 2);
            long stored = StoredDecision.decision(e);
            Event back = new Event();
            StoredDecision.restore(stored, back);
            assertEquals(e.verdict + " " + e.reasons + e.attention, back.verdict + " " + back.reasons + back.attention);
            assertEquals(e.check, StoredDecision.check(stored));
            boolean opened = e.acted ? e.actedOpened : e.verdict == 1;
            assertEquals(opened, StoredDecision.opened(stored));
            assertEquals(opened && e.outingChanged, StoredDecision.outing(stored));
            if (opened && e.outingChanged) {
                assertEquals(e.outingDay, StoredDecision.outingDay(stored, StoredDecision.timeUs(e)));
                assertEquals(e.outingEstate, StoredDecision.estate(StoredDecision.household(e)));
                assertEquals(e.outingHousehold, StoredDecision.number(StoredDecision.household(e)));
            }
        }
    }
}
