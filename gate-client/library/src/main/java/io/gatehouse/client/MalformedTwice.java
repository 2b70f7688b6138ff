package io.gatehouse.client;

/** A message that the server twice calls malformed is given up: it would be refused for ever. */
final class MalformedTwice {
    private final Spool spool;
    private long sequence;

    MalformedTwice(Spool spool) {
        this.spool = spool;
    }

    void onRefused(long expected, long sentThrough) {
        if (expected != 0 && expected == sequence && expected <= sentThrough) {
            spool.lose(expected, "malformed twice");
        }
        sequence = expected;
    }

    void clear() {
        sequence = 0;
    }
}
