package io.gatehouse.loadtest.demo;

/** Who stands at a gate, packed into a long, so that nobody costs an object. */
final class Ticket {
    /** The pass of somebody whom no roster knows. */
    static final int UNKNOWN = -1;

    private static final int EXIT_BIT = 32;
    private static final int SECOND_BIT = 33;
    private static final int MEDIUM_SHIFT = 34;
    private static final int TEMPERATURE_SHIFT = 40;

    private Ticket() {}

    /**
     * @param pass its number, or {@link #UNKNOWN}
     * @param temperature tenths of a degree, 0 = not measured
     * @param second whether the person was asked to be measured again
     */
    static long of(int pass, boolean exit, int temperature, int medium, boolean second) {
        return pass & 0xffff_ffffL
                | (exit ? 1L << EXIT_BIT : 0)
                | (second ? 1L << SECOND_BIT : 0)
                | (long) medium << MEDIUM_SHIFT
                | (long) temperature << TEMPERATURE_SHIFT;
    }

    static int pass(long ticket) {
        return (int) ticket;
    }

    static boolean exit(long ticket) {
        return (ticket >>> EXIT_BIT & 1) != 0;
    }

    static boolean second(long ticket) {
        return (ticket >>> SECOND_BIT & 1) != 0;
    }

    static int medium(long ticket) {
        return (int) (ticket >>> MEDIUM_SHIFT) & 0x3f;
    }

    static int temperature(long ticket) {
        return (int) (ticket >>> TEMPERATURE_SHIFT) & 0x7ff;
    }
}
