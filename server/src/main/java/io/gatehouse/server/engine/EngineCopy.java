package io.gatehouse.server.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** All folds, copied in parts: first in one go what has to be of one moment, then fold by fold what is large. */
final class EngineCopy implements StateParts {
    private static final int WARM_ROUNDS = 20;
    private static final int WARM_PARTS = 40;

    private List<Fold> folds;
    private Iterator<Fold> left;
    private StateParts parts;

    EngineCopy(List<Fold> folds) {
        this.folds = folds;
        this.left = folds.iterator();
    }

    /** Copies some parts of each and throws them away. */
    static void warm(List<Fold> folds) {
        for (int round = 0; round < WARM_ROUNDS; round++) {
            for (Fold fold : folds) {
                fold.copy();
                StateParts parts = fold.parts();
                for (int i = 0; parts != null && i < WARM_PARTS && parts.next() != null; i++) {
                    // Nobody wants it.
                }
            }
        }
    }

    @Override
    public StateCopy next() {
        if (folds != null) {
            return first();
        }
        while (true) {
            StateCopy part = parts == null ? null : parts.next();
            if (part != null) {
                return part;
            }
            if (!left.hasNext()) {
                return null;
            }
            parts = left.next().parts();
        }
    }

    private StateCopy first() {
        List<StateCopy> copies = new ArrayList<>();
        for (Fold fold : folds) {
            copies.add(fold.copy());
        }
        folds = null;
        return to -> {
            for (StateCopy copy : copies) {
                copy.write(to);
            }
        };
    }
}
