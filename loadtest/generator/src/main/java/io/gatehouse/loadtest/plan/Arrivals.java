package io.gatehouse.loadtest.plan;

import java.util.SplittableRandom;

/**
 * The moments at which scans come due. It walks along the number of scans that the rate has brought so far: by one for
 * each, or by what chance has with that mean, and asks when that number is reached. In a stretch with a straight line
 * of rates that number is a parabola of time.
 */
public final class Arrivals {
    private static final double SECOND = 1e9;

    private final SplittableRandom random;
    private final boolean poisson;
    /** Of each stretch: where it begins in seconds and in scans, the rate there, and how that grows by the second. */
    private final double[] begins;

    private final double[] scans;
    private final double[] rates;
    private final double[] slopes;
    private final double end;
    private final double allScans;
    private int stretch;
    private double count;
    private long next;

    public Arrivals(Timing timing) {
        int stretches = timing.stages().size() + 1;
        random = new SplittableRandom(timing.seed());
        poisson = timing.poisson();
        begins = new double[stretches];
        scans = new double[stretches];
        rates = new double[stretches];
        slopes = new double[stretches];
        double rate = timing.startRate();
        rates[0] = rate;
        double at = timing.warmup().toNanos() / SECOND;
        double sum = rate * at;
        for (int i = 1; i < stretches; i++) {
            Stage stage = timing.stages().get(i - 1);
            double time = stage.time().toNanos() / SECOND;
            begins[i] = at;
            scans[i] = sum;
            rates[i] = rate;
            slopes[i] = time == 0 ? 0 : (stage.target() - rate) / time;
            sum += (rate + stage.target()) / 2 * time;
            at += time;
            rate = stage.target();
        }
        end = at;
        allScans = sum;
        count = poisson ? step() : 0;
        next = moment();
    }

    /** Nanoseconds from the start of the plan; {@link Long#MAX_VALUE} behind the last. */
    public long nanos() {
        return next;
    }

    /** Goes on to the next one. */
    public void advance() {
        if (next != Long.MAX_VALUE) {
            count += step();
            next = moment();
        }
    }

    private double step() {
        return poisson ? -Math.log(1 - random.nextDouble()) : 1;
    }

    private long moment() {
        // Half a scan of slack: sums of many small parts are not exact, and the last one is not to depend on that.
        if (count >= allScans - (poisson ? 0 : 1e-6)) {
            return Long.MAX_VALUE;
        }
        while (stretch + 1 < begins.length && count >= scans[stretch + 1] - 1e-9) {
            stretch++;
        }
        double more = count - scans[stretch];
        double rate = rates[stretch];
        double root = Math.sqrt(Math.max(0, rate * rate + 2 * slopes[stretch] * more));
        // The form of the solution that has no difference of near numbers in it.
        double seconds = more == 0 ? 0 : 2 * more / (rate + root);
        return (long) (Math.min(end, begins[stretch] + seconds) * SECOND);
    }
}
