package io.gatehouse.loadtest.demo;

import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.measure.Tally;
import java.util.Locale;

/** One line for each second, in columns; colours where they help and are wanted. */
final class LiveLine {
    private static final String HEAD =
            "clock   scans/s    allow   deny  refer retest  attention    p50 ms    p99 ms" + "    acks/s      gates";
    private static final double SLOW_MS = 5;

    private final boolean colours;
    private Tally before = new Tally();

    LiveLine(boolean colours) {
        this.colours = colours;
    }

    /** Colours only for a person at a terminal who has not said no (no-color.org). */
    static boolean wantsColours() {
        String no = System.getenv("NO_COLOR");
        return System.console() != null && (no == null || no.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }

    String head() {
        return paint("2", HEAD);
    }

    /**
     * The line of the last second.
     *
     * @param now counts since the start, latencies of that second
     * @param seconds how long it really was
     */
    String of(String clock, Tally now, double seconds, int online, int gates) {
        String line = String.format(Locale.ROOT, "%s ", clock)
                + paint("1", number(10, (now.sent - before.sent) / seconds))
                + paint("32", number(9, verdict(now, 1)))
                + paint("31", number(7, verdict(now, 2)))
                + paint("33", number(7, verdict(now, 3)))
                + paint("36", number(7, verdict(now, 4)))
                + number(11, now.attention - before.attention)
                + millis(now.decision, 50)
                + millis(now.decision, 99)
                + number(10, (now.acked - before.acked) / seconds)
                + paint(online < gates ? "31" : "0", String.format(Locale.ROOT, "%11s", online + "/" + gates));
        before = new Tally();
        before.addCounts(now);
        return line;
    }

    private double verdict(Tally now, int verdict) {
        return now.verdicts[verdict] - before.verdicts[verdict];
    }

    private String millis(Latency latency, double percentile) {
        if (latency.count() == 0) {
            return String.format("%10s", "-");
        }
        double millis = latency.millis(percentile);
        return paint(millis > SLOW_MS ? "31" : "0", String.format(Locale.ROOT, "%10.3f", millis));
    }

    private static String number(int width, double value) {
        return String.format(Locale.ROOT, "%," + width + ".0f", value);
    }

    private String paint(String code, String text) {
        return colours && !code.equals("0") ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
