package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.StoredScan;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.proto.wire.ReverseWriter;
import io.gatehouse.server.roster.Pass;

/**
 * A decision as it is kept, with what stands for its scan, in three longs. The decision:
 *
 * <pre>
 * 63      32   31      30   29       8 7      6    5       4         3       2     0
 * [  check  ][passage][exit][ reasons ][  day  ][outing][opened][attention][verdict]
 * </pre>
 *
 * {@code opened} is what stands for the scan; {@code passage} whether it made a passage, or is one with a passage, of that
 * direction; {@code outing} whether it has used one, on the day of the time in UTC plus {@code day} minus 1. The time is that
 * of the passage, else of the outing, else 0. The household, that the outing was counted for, has the estate in its upper
 * half; 0 where there is none. All of them come from fields of the record.
 */
final class StoredDecision {
    private static final int VERDICT = 7;
    private static final int ATTENTION = 1 << 3;
    private static final int OPENED = 1 << 4;
    private static final int OUTING = 1 << 5;
    private static final int DAY_SHIFT = 6;
    private static final int DAY = 3;
    private static final int REASONS_SHIFT = 7;
    private static final int REASONS = (1 << Reasons.COUNT) - 2;
    private static final long EXIT = 1L << 30;
    private static final long PASSAGE = 1L << 31;
    private static final long STANDS = OPENED | OUTING | DAY << DAY_SHIFT | EXIT | PASSAGE;
    private static final long DAY_US = 1440 * Checks.MINUTE_US;

    private StoredDecision() {}

    /** Of a scan. */
    static long decision(Event e) {
        long bits = e.verdict | (e.attention ? ATTENTION : 0) | (long) (e.reasons & REASONS) << REASONS_SHIFT;
        return (long) e.check << 32 | bits | stands(e);
    }

    /** The same decision with what an outcome says standing for its scan. */
    static long withStands(long decision, Event outcome) {
        return decision & ~STANDS | stands(outcome);
    }

    /** When the passage was that a scan or an outcome made or is one with, else when the outing that it used was; else 0. */
    static long timeUs(Event e) {
        if (passes(e)) {
            return e.lastPassageUs;
        }
        return usesOuting(e) ? e.judgedAtUs : 0;
    }

    /** Estate and household whose outing it used; 0 for none. */
    static long household(Event e) {
        return usesOuting(e) ? (long) e.outingEstate << 32 | e.outingHousehold & 0xFFFF_FFFFL : 0;
    }

    static void restore(long decision, Event e) {
        e.verdict = (int) decision & VERDICT;
        e.attention = (decision & ATTENTION) != 0;
        e.reasons = (int) decision >>> REASONS_SHIFT & REASONS;
    }

    static int check(long decision) {
        return (int) (decision >>> 32);
    }

    static boolean opened(long decision) {
        return (decision & OPENED) != 0;
    }

    static boolean outing(long decision) {
        return (decision & OUTING) != 0;
    }

    static int outingDay(long decision, long timeUs) {
        return utcDay(timeUs) + ((int) decision >>> DAY_SHIFT & DAY) - 1;
    }

    static int estate(long household) {
        return (int) (household >>> 32);
    }

    static int number(long household) {
        return (int) household;
    }

    /** Whether the last passage of the pass is the one that stands for the scan, at that gate. */
    static boolean isLast(long decision, long timeUs, int gate, Pass pass) {
        int direction = (decision & EXIT) != 0 ? Direction.DIRECTION_EXIT_VALUE : Direction.DIRECTION_ENTRY_VALUE;
        return (decision & PASSAGE) != 0
                && pass.lastPassageUs() == timeUs
                && pass.lastPassageGate() == gate
                && pass.lastPassageDirection() == direction;
    }

    /** Writes a {@code StoredScan}, from its last field to its first, from the cells of a {@link DecisionRing}. */
    static void write(ReverseWriter out, long[] cells, int cell) {
        long decision = cells[cell + 1];
        long household = cells[cell + 3];
        out.unsigned(StoredScan.HOUSEHOLD_FIELD_NUMBER, number(household) & 0xFFFF_FFFFL);
        out.unsigned(StoredScan.ESTATE_ID_FIELD_NUMBER, estate(household) & 0xFFFF_FFFFL);
        if (outing(decision)) {
            out.unsigned(StoredScan.OUTING_DAY_FIELD_NUMBER, (int) decision >>> DAY_SHIFT & DAY);
        }
        out.fixed64(StoredScan.TIME_US_FIELD_NUMBER, cells[cell + 2]);
        out.bool(StoredScan.OUTING_FIELD_NUMBER, outing(decision));
        if ((decision & PASSAGE) != 0) {
            boolean exit = (decision & EXIT) != 0;
            out.unsigned(
                    StoredScan.PASSAGE_FIELD_NUMBER,
                    exit ? Direction.DIRECTION_EXIT_VALUE : Direction.DIRECTION_ENTRY_VALUE);
        }
        out.bool(StoredScan.OPENED_FIELD_NUMBER, opened(decision));
        out.unsigned(StoredScan.REASONS_FIELD_NUMBER, (int) decision >>> REASONS_SHIFT & REASONS);
        out.bool(StoredScan.ATTENTION_FIELD_NUMBER, (decision & ATTENTION) != 0);
        out.unsigned(StoredScan.VERDICT_FIELD_NUMBER, (int) decision & VERDICT);
        out.fixed32(StoredScan.CHECK_FIELD_NUMBER, check(decision));
        out.unsigned(StoredScan.SEQUENCE_FIELD_NUMBER, cells[cell]);
    }

    static void restore(StoredScan record, DecisionRing ring) {
        long bits = record.getVerdictValue() & VERDICT
                | (record.getAttention() ? ATTENTION : 0)
                | (long) (record.getReasons() & REASONS) << REASONS_SHIFT
                | (record.getOpened() ? OPENED : 0);
        if (record.getPassageValue() != 0) {
            bits |= PASSAGE | (record.getPassage() == Direction.DIRECTION_EXIT ? EXIT : 0);
        }
        if (record.getOuting()) {
            bits |= OUTING | (long) (record.getOutingDay() & DAY) << DAY_SHIFT;
        }
        long household = (long) record.getEstateId() << 32 | record.getHousehold() & 0xFFFF_FFFFL;
        ring.push(record.getSequence(), (long) record.getCheck() << 32 | bits, record.getTimeUs(), household);
    }

    private static long stands(Event e) {
        long bits = opened(e) ? OPENED : 0;
        if (passes(e)) {
            bits |= PASSAGE | (e.direction == Direction.DIRECTION_EXIT_VALUE ? EXIT : 0);
        }
        if (usesOuting(e)) {
            bits |= OUTING | (long) (e.outingDay - utcDay(e.judgedAtUs) + 1 & DAY) << DAY_SHIFT;
        }
        return bits;
    }

    private static boolean opened(Event e) {
        return e.acted ? e.actedOpened : e.verdict == Verdict.VERDICT_ALLOW_VALUE;
    }

    /** Whether the last passage after the event is this one or one with it: the event states it then. */
    private static boolean passes(Event e) {
        return opened(e)
                && e.passChanged
                && Checks.hasDirection(e)
                && Checks.repeats(e, e.lastPassageUs, e.lastPassageGate, e.lastPassageDirection, e.place);
    }

    private static boolean usesOuting(Event e) {
        return e.outingChanged && opened(e);
    }

    private static int utcDay(long us) {
        return (int) Math.floorDiv(us, DAY_US);
    }
}
