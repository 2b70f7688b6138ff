package io.gatehouse.loadtest.compare;

import java.util.Locale;

/**
 * One figure of both sides.
 *
 * @param before the median of the first side
 * @param after of the second
 * @param noise how far the runs of the first side lie apart, as a share
 */
record Row(Figure figure, double before, double after, double noise) {
    /** What the comparison comes to. */
    enum Mark {
        WORSE,
        BETTER,
        SAME,
        /** Without a tolerance. */
        SHOWN
    }

    /** As a share of the first; NaN where that is 0 or one of them is not known. */
    double change() {
        return before == after ? 0 : before == 0 ? Double.NaN : after / before - 1;
    }

    /** The stated one, or what the first side's own runs differ by where that is more. */
    double tolerance() {
        return Math.max(figure.tolerance(), noise);
    }

    Mark mark() {
        if (Double.isNaN(figure.tolerance()) || Double.isNaN(before) || Double.isNaN(after)) {
            return Mark.SHOWN;
        }
        if (Math.abs(after - before) <= Math.max(figure.floor(), tolerance() * Math.abs(before))) {
            return Mark.SAME;
        }
        return after > before == figure.moreIsBetter() ? Mark.BETTER : Mark.WORSE;
    }

    /** Cells of a table: figure, both values, change, tolerance, mark. */
    String[] cells() {
        String unit = figure.unit().isEmpty() ? "" : ", " + figure.unit();
        return new String[] {
            figure.name() + unit, number(before), number(after), percent(change()), toleranceWords(), markWords()
        };
    }

    private String toleranceWords() {
        if (mark() == Mark.SHOWN) {
            return "-";
        }
        String words = String.format(Locale.ROOT, "%.0f %%", 100 * tolerance());
        return noise > figure.tolerance() ? words + " (noise)" : words;
    }

    private String markWords() {
        return switch (mark()) {
            case WORSE -> "WORSE";
            case BETTER -> "better";
            case SAME -> "same";
            case SHOWN -> "";
        };
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%+.1f %%", 100 * share);
    }

    private String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(Locale.ROOT, figure.unit().equals("ms") ? "%,.3f" : "%,.0f", value);
    }
}
