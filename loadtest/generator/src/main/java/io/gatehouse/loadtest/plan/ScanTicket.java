package io.gatehouse.loadtest.plan;

/**
 * A planned scan in a long, so that it goes through a gate's queue and back with its decision and nobody has to look it
 * up: who, how, and the right answers. Never negative.
 */
public final class ScanTicket {
    /** Passes, and those that no roster has, are numbered up to here. */
    public static final int MOST_PASSES = 1 << 28;

    /** The highest temperature that there is room for, in tenths of a degree. */
    static final int MOST_TEMPERATURE = 1023;

    private static final int UNKNOWN_BIT = 28;
    private static final int DIRECTION_SHIFT = 29;
    private static final int TEMPERATURE_SHIFT = 31;
    private static final int MEDIUM_SHIFT = 41;
    private static final int ANSWERS_SHIFT = 44;
    private static final int RACE_BIT = 52;

    private ScanTicket() {}

    /**
     * @param pass its number in the site, or, where {@code unknown}, among those that no roster has
     * @param direction as numbered in the protocol
     * @param temperature tenths of a degree, 0 = not measured
     * @param medium as numbered in the protocol
     */
    static long of(int pass, boolean unknown, int direction, int temperature, int medium) {
        return pass
                | (unknown ? 1L << UNKNOWN_BIT : 0)
                | (long) direction << DIRECTION_SHIFT
                | (long) temperature << TEMPERATURE_SHIFT
                | (long) medium << MEDIUM_SHIFT;
    }

    static long withAnswers(long ticket, int answers) {
        return ticket & ~(0xffL << ANSWERS_SHIFT) | (long) answers << ANSWERS_SHIFT;
    }

    static long race(long ticket) {
        return ticket | 1L << RACE_BIT;
    }

    /** The number of the pass. */
    public static int pass(long ticket) {
        return (int) ticket & MOST_PASSES - 1;
    }

    /** Whether no roster has it. */
    public static boolean unknown(long ticket) {
        return (ticket >>> UNKNOWN_BIT & 1) != 0;
    }

    /** As numbered in the protocol. */
    public static int direction(long ticket) {
        return (int) (ticket >>> DIRECTION_SHIFT) & 3;
    }

    /** Tenths of a degree, 0 = not measured. */
    public static int temperature(long ticket) {
        return (int) (ticket >>> TEMPERATURE_SHIFT) & MOST_TEMPERATURE;
    }

    /** As numbered in the protocol. */
    public static int medium(long ticket) {
        return (int) (ticket >>> MEDIUM_SHIFT) & 7;
    }

    /** The right answers, as {@link Answer} has them. */
    public static int answers(long ticket) {
        return (int) (ticket >>> ANSWERS_SHIFT) & 0xff;
    }

    /** Whether the same pass is at another gate at the same moment. */
    public static boolean isRace(long ticket) {
        return (ticket >>> RACE_BIT & 1) != 0;
    }
}
