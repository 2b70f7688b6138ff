package io.gatehouse.loadtest.link;

/** What each scan is rightly answered. Asked on an event loop for every answer: no blocking, no object. */
@FunctionalInterface
public interface AnswerBook {
    /**
     * The right verdict as numbered in the protocol.
     *
     * @param gate the gate's index in the fleet
     * @param sequence of the scan on its connection, from 1
     */
    int verdict(int gate, long sequence);
}
