package io.gatehouse.loadtest.plan;

import io.gatehouse.loadtest.link.ScanSource;

/** What is scanned in a run, when, and what the right answers are. */
public interface Script extends ScanSource {
    /**
     * When the gates of one event loop send: those whose index is {@code lane} modulo {@code lanes}.
     *
     * @param gates of the whole fleet
     */
    Sends sends(Timing timing, int lane, int lanes, int gates);

    /**
     * The right answers to a scan, as {@link Answer} has them; 0: nobody knows. Called on an event loop for every
     * decision: no blocking, no object.
     */
    int right(int gate, long sequence, long ticket);

    /** What names it in a report: the SHA-256 of a plan; empty where there is none. */
    String id();

    /** Which pass it is, without saying its id: for a person who looks for a mistake. */
    String describe(int gate, long sequence, long ticket);
}
