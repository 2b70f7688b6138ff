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
    private double held;
    private double failed = Double.NaN;
    private boolean generatorLimited;
    private boolean stopped;

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
        double rate = rounded(plan.from());
        while (goesOn(rate)) {
            judge(rate);
            double next = rounded(next(held, failed));
            if (stopped || next == held || next == failed) {
                break;
            }
            rate = next;
        }
        boolean limited = generatorLimited && !Double.isNaN(failed);
        return new Capacity(held, failed, limited, !near() && (stopped || !timeLeft()), steps);
    }

    private boolean goesOn(double rate) {
        return rate >= plan.from() / (1 << HALVINGS) && !near() && (steps.isEmpty() || timeLeft());
    }

    private boolean near() {
        return failed <= held * (1 + plan.precision()) || held >= plan.most();
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

    /** By the majority of as many runs as it takes. */
    private void judge(double rate) throws RunFailed, InterruptedException {
        int holds = 0;
        int fails = 0;
        boolean limited = false;
        do {
            Step step = trial.at(rate);
            if (step == null) {
                stopped = true;
                return;
            }
            steps.add(step);
            told.accept(step);
            holds += step.held() ? 1 : 0;
            fails += step.held() ? 0 : 1;
            limited |= step.generatorLimited() && !step.held();
            if (!step.doubtful() && holds + fails == 1) {
                break;
            }
        } while (Math.max(holds, fails) <= MOST_RUNS / 2 && timeLeft());
        if (holds > fails) {
            held = rate;
        } else {
            failed = rate;
            generatorLimited = limited;
        }
    }

    /** To three digits: a rate is something to say aloud. */
    static double rounded(double rate) {
        double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(rate)) - 2));
        return Math.round(rate / unit) * unit;
    }
}
