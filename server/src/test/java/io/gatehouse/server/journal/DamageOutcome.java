package io.gatehouse.server.journal;

/**
 * What a start made of a journal: it refused, naming a file and an offset, or it went on from so many records.
 *
 * @param file that the refusal names; null for a start
 * @param offset that the refusal names; 0 for a start
 * @param records of the journal that are kept, from the first on; 0 for a refusal
 * @param cutBytes of an unacknowledged tail; 0 for a refusal
 */
record DamageOutcome(String file, long offset, int records, long cutBytes) {
    static DamageOutcome refused(String file, long offset) {
        return new DamageOutcome(file, offset, 0, 0);
    }

    static DamageOutcome started(int records, long cutBytes) {
        return new DamageOutcome(null, 0, records, cutBytes);
    }

    boolean isRefusal() {
        return file != null;
    }
}
