package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.link.AnswerHook;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.plan.Answer;
import io.gatehouse.loadtest.plan.Script;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds every decision against the right answer of the plan. Called on all event loops; each counts for itself, and
 * only a wrong answer costs an object.
 */
final class AnswerCheck implements AnswerHook {
    private static final int KEPT = 10;
    /** Longs of one event loop's counters, so that no two write the same cache line. */
    private static final int STRIDE = 16;

    private static final int CHECKED = 0;
    private static final int OPEN = 1;
    private static final int WRONG = 2;

    private final Script script;
    private final int lanes;
    private final Ledger ledger;
    private final long[] counters;
    private final List<String> words = new ArrayList<>();

    /** @param ledger told of each answer too; null: none is kept */
    AnswerCheck(Script script, int lanes, Ledger ledger) {
        this.script = script;
        this.lanes = lanes;
        this.ledger = ledger;
        this.counters = new long[lanes * STRIDE];
    }

    @Override
    public void decided(int gate, long sequence, long ticket, int verdict, boolean attention) {
        if (ledger != null) {
            ledger.decided(gate, sequence, ticket, verdict, attention);
        }
        int right = script.right(gate, sequence, ticket);
        if (right == 0) {
            return;
        }
        int lane = gate % lanes * STRIDE;
        counters[lane + CHECKED]++;
        if (Answer.verdicts(right) > 1) {
            counters[lane + OPEN]++;
        }
        int got = Answer.of(verdict, attention);
        if ((right & got) == 0) {
            counters[lane + WRONG]++;
            keep(gate, sequence, ticket, right, got);
        }
    }

    private synchronized void keep(int gate, long sequence, long ticket, int right, int got) {
        if (words.size() < KEPT) {
            words.add("%s: expected %s, got %s"
                    .formatted(script.describe(gate, sequence, ticket), Answer.describe(right), Answer.describe(got)));
        }
    }

    /** What came of it, once the event loops have said that they are done. */
    synchronized Accounting.Answers answers(Tally total) {
        return new Accounting.Answers(0, total.duplicated, total.reordered, sum(WRONG), sum(CHECKED), sum(OPEN), words);
    }

    /** Adds what one event loop has counted so far. On that loop. */
    void addTo(Tally all, int lane) {
        all.checked += counters[lane * STRIDE + CHECKED];
        all.wrong += counters[lane * STRIDE + WRONG];
    }

    private long sum(int which) {
        long sum = 0;
        for (int lane = 0; lane < lanes; lane++) {
            sum += counters[lane * STRIDE + which];
        }
        return sum;
    }
}
