package io.gatehouse.loadtest.link;

import io.gatehouse.loadtest.measure.Failures;

/** Told of the life of connections, on their event loops. */
public interface LinkEvents {
    /** A gate may send. */
    void ready(Link link);

    /**
     * A connection ended, or never came about, without being told to.
     *
     * @param words for a person, the gate's name included
     * @param retryAfterMs how long the server wants the gate to stay away; 0 where it did not say
     */
    void down(Link link, Failures.Kind kind, String words, long retryAfterMs);
}
