package io.gatehouse.client;

import java.util.ArrayList;
import java.util.List;

/** The new streams that a session began, so that a scan of an earlier one can still be named. */
final class StreamHistory {
    private final List<Renumbering> steps = new ArrayList<>();

    int epoch() {
        return steps.size();
    }

    void add(Renumbering step) {
        steps.add(step);
    }

    /** Returns the sequence in the present stream, 0 where an earlier stream has it. */
    long sequenceNow(ScanPlace place) {
        long sequence = place.sequence();
        for (int i = place.epoch(); i < steps.size() && sequence != 0; i++) {
            sequence = steps.get(i).apply(sequence);
        }
        return sequence;
    }
}
