package io.gatehouse.loadtest.capacity;

import io.gatehouse.loadtest.run.RunFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Looks for the highest rate that holds: doubles until one fails, then halves what is between. What is in doubt is run
 * again, and the majority of up to three decides. Use once.
 */
public final class CapacitySearch {
    private static final int MOST_RUNS = 3;
    private static final int HALVINGS = 6;

    private final SearchPlan plan;
    private final Trial trial;
    private final Consumer<Step> told;
    private final LongSupplier nanos;
    private final List<Step> steps = new ArrayList<>();
    private final long begin;
    private boolean generatorLimited;

    /**
     * @param told of each run when it is done
     * @param nanos a clock like {@link System#nanoTime}
     */
    public CapacitySearch(SearchPlan plan, Trial trial, Consumer<Step> told, LongSupplier nanos) {
        this.plan = plan;
        this.trial = trial;
        this.told = told;
        this.nanos = nanos;
        this.begin = nanos.getAsLong();
    }

    /** Makes the runs. */
    public Capacity find() throws RunFailed, InterruptedException {
        double held = 0;
        double failed = Double.NaN;
        double rate = rounded(plan.from());
        double least = plan.from() / (1 << HALVINGS);
        while (rate >= least && !(failed <= held * (1 + plan.precision())) && (steps.isEmpty() || timeLeft())) {
            if (holds(rate)) {
                held = rate;
                if (held >= plan.most()) {
                    break;
                }
            } else {
                failed = rate;
            }
            double next = rounded(next(held, failed));
            if (next == held || next == failed) {
                break;
            }
            rate = next;
        }
        boolean near = failed <= held * (1 + plan.precision()) || held >= plan.most();
        return new Capacity(held, failed, generatorLimited && !Double.isNaN(failed), !near && !timeLeft(), steps);
    }

    private double next(double held, double failed) {
        if (Double.isNaN(failed)) {
            return Math.min(plan.most(), 2 * held);
        }
        return held == 0 ? failed / 2 : (held + failed) / 2;
    }

    private boolean timeLeft() {
        return plan.within() == null
                || nanos.getAsLong() - begin < plan.within().toNanos();
    }

    /** The majority of as many runs as it takes. */
    private boolean holds(double rate) throws RunFailed, InterruptedException {
        int held = 0;
        int failed = 0;
        boolean limited = false;
        do {
            Step step = trial.at(rate);
            steps.add(step);
            told.accept(step);
            held += step.held() ? 1 : 0;
            failed += step.held() ? 0 : 1;
            limited |= step.generatorLimited() && !step.held();
            if (!step.doubtful() && held + failed == 1) {
                break;
            }
        } while (Math.max(held, failed) <= MOST_RUNS / 2 && timeLeft());
        boolean holds = held > failed;
        if (!holds) {
            generatorLimited = limited;
        }
        return holds;
    }

    /** To three digits: a rate is something to say aloud. */
    static double rounded(double rate) {
        double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(rate)) - 2));
        return Math.round(rate / unit) * unit;
    }
}
