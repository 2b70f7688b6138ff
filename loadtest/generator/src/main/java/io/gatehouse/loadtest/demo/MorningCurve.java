package io.gatehouse.loadtest.demo;

import java.util.Locale;

/**
 * A morning from 06:30 to 09:30 in a few minutes: people leave for work, later some come back from the market. Only
 * arrivals are squeezed.
 */
final class MorningCurve {
    private static final int OPENS_MINUTE = 6 * 60 + 30;
    private static final int MINUTES = 180;
    private static final double QUIET = 0.06;

    private final double cycleNanos;
    private final double peakPerSecond;

    /**
     * @param cycleNanos how long one morning takes, then the next begins
     * @param peakPerSecond arrivals in a real second at the busiest moment, over all gates
     */
    MorningCurve(long cycleNanos, double peakPerSecond) {
        this.cycleNanos = cycleNanos;
        this.peakPerSecond = peakPerSecond;
    }

    /** Arrivals in a real second, {@code nanos} after the start. */
    double perSecond(long nanos) {
        double at = morning(nanos);
        double leaving = bump(at, 0.42, 0.14);
        double market = 0.35 * bump(at, 0.80, 0.10);
        return peakPerSecond * Math.min(1, QUIET + (1 - QUIET) * leaving + market);
    }

    /** Which share of the people on the move would rather leave than come. */
    double leaving(long nanos) {
        return 0.25 + 0.6 / (1 + Math.exp((morning(nanos) - 0.62) * 20));
    }

    /** The time of the squeezed morning, HH:MM. */
    String clock(long nanos) {
        int minute = OPENS_MINUTE + (int) (morning(nanos) * MINUTES);
        return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
    }

    private double morning(long nanos) {
        return nanos % cycleNanos / cycleNanos;
    }

    private static double bump(double at, double middle, double width) {
        double off = (at - middle) / width;
        return Math.exp(-off * off);
    }
}
