package io.gatehouse.loadtest.journal;

import io.gatehouse.checker.DamagedJournalException;
import java.io.IOException;

/** Reads the journal of a server that is up but has nothing to do. */
final class AtRest {
    private static final int TRIES = 20;
    private static final long PAUSE_MS = 50;

    private AtRest() {}

    /** A reading. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    /** It may still be at its last frame, which then looks damaged: only damage that stays is some. */
    static <T> T read(Reading<T> reading) throws IOException, InterruptedException {
        for (int i = 1; ; i++) {
            try {
                return reading.read();
            } catch (DamagedJournalException e) {
                if (i == TRIES) {
                    throw e;
                }
                Thread.sleep(PAUSE_MS);
            }
        }
    }
}
