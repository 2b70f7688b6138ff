package io.gatehouse.loadtest.judge;

import java.util.Locale;

/** Of a limit, and of the value measured beside it. The longer signs stand first. */
enum Unit {
    MICROS("us", 1e3),
    MILLIS("ms", 1e6),
    PER_SECOND("/s", 1),
    PERCENT("%", 0.01),
    SECONDS("s", 1e9),
    PLAIN("", 1);

    private final String sign;
    private final double factor;

    Unit(String sign, double factor) {
        this.sign = sign;
        this.factor = factor;
    }

    String sign() {
        return sign;
    }

    boolean time() {
        return this == MICROS || this == MILLIS || this == SECONDS;
    }

    /** In nanoseconds where it is a time, else as a plain number. */
    double base(double value) {
        return value * factor;
    }

    /** Of a base value. */
    double of(double base) {
        return base / factor;
    }

    /** A base value for a person; a time in the unit that suits it. */
    String text(double base) {
        if (time()) {
            Unit fits = base < 1e6 ? MICROS : base < 1e9 ? MILLIS : SECONDS;
            return number(fits.of(base)) + " " + fits.sign;
        }
        return number(of(base)) + (this == PERCENT ? " %" : sign);
    }

    private static String number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return String.format(Locale.ROOT, whole ? "%,.0f" : value < 10 ? "%,.4g" : "%,.2f", value);
    }
}
