package io.gatehouse.loadtest.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * The people of one gate. A pass is at one gate for the whole run, so that its scans come in their order whatever the
 * network does; those who went in come out last.
 */
final class Crowd {
    /** Whoever nothing stands against, by where they are taken to be. */
    final Queue inside = new Queue();

    final Queue outside = new Queue();
    final Queue held = new Queue();
    final Queue quarantined = new Queue();
    final Queue strangers = new Queue();

    /** Whoever came while the gate was offline, before the run, and nobody after that. */
    final Queue earlier = new Queue();

    /** Those who were sent to be measured again, in the order of time. */
    final Deque<Again> again = new ArrayDeque<>();

    /** Somebody who comes again. */
    record Again(long fromNanos, int pass, int direction, int temperature, Queue queue) {}

    /** Lets them come in no order, and so many of them are at home. */
    void settle(SplittableRandom random, double atHome) {
        outside.shuffle(random);
        held.shuffle(random);
        quarantined.shuffle(random);
        strangers.shuffle(random);
        long home = Math.round(outside.size() * atHome);
        for (long i = 0; i < home; i++) {
            inside.add(outside.remove());
        }
    }
}
