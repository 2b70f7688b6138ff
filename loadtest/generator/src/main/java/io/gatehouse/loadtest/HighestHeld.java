package io.gatehouse.loadtest;

import io.gatehouse.loadtest.capacity.Step;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.Target;
import java.io.IOException;
import java.util.function.BiConsumer;

/** Keeps the run at the highest rate that held, the last of them, for its report. */
final class HighestHeld implements BiConsumer<Step, RunResult> {
    private Step step;
    private RunResult result;

    @Override
    public void accept(Step next, RunResult whole) {
        if (next.held() && (step == null || next.asked() >= step.asked())) {
            step = next;
            result = whole;
        }
    }

    /** Writes the report of that run; nothing where none held. */
    void write(SearchReport report, Target target) throws IOException {
        if (step != null) {
            report.run("held", target, result, step.verdicts());
        }
    }
}
