package io.gatehouse.loadtest.plan;

import java.util.StringJoiner;

/**
 * A set of answers as bits: verdicts 1 to 4 as the protocol numbers them, each without and with attention. One bit is
 * one right answer.
 */
public final class Answer {
    /** As numbered in the protocol. */
    public static final int ALLOW = 1;

    public static final int DENY = 2;
    public static final int REFER = 3;
    public static final int RETEST = 4;

    /** How many bits there are. */
    static final int BITS = 8;

    private static final String[] NAMES = {"ALLOW", "DENY", "REFER", "RETEST"};

    private Answer() {}

    /** The set of one answer; empty for a verdict that the protocol does not have. */
    public static int of(int verdict, boolean attention) {
        return verdict < ALLOW || verdict > RETEST ? 0 : 1 << 2 * (verdict - 1) + (attention ? 1 : 0);
    }

    /** The set of both answers of a verdict. */
    static int either(int verdict) {
        return of(verdict, false) | of(verdict, true);
    }

    /** How many verdicts are in a set, with or without attention. */
    public static int verdicts(int set) {
        return Integer.bitCount((set | set >>> 1) & 0b0101_0101);
    }

    /** Whether a gate that decides by it opens: the set has no other verdict than ALLOW. */
    public static boolean opens(int set) {
        return (set & 0b11) != 0 && set >>> 2 == 0;
    }

    /** In words; {@code !} is attention. */
    public static String describe(int set) {
        StringJoiner words = new StringJoiner(" or ");
        words.setEmptyValue("unspecified");
        for (int bit = 0; bit < BITS; bit++) {
            if ((set >>> bit & 1) != 0) {
                words.add(NAMES[bit / 2] + (bit % 2 == 1 ? "!" : ""));
            }
        }
        return words.toString();
    }
}
