package io.gatehouse.loadtest.link;

/** Told of each decision, on the event loop of its gate. */
@FunctionalInterface
public interface AnswerHook {
    /** Does nothing. */
    AnswerHook NONE = (gate, ticket, verdict) -> {};

    /**
     * A scan has its decision.
     *
     * @param gate the gate's index in the fleet
     * @param ticket what the pacer gave with the scan
     * @param verdict as numbered in the protocol
     */
    void decided(int gate, long ticket, int verdict);

    /**
     * A scan is on the server's disk, but its decision was lost with a connection and will not come again.
     *
     * @param gate the gate's index in the fleet
     * @param ticket what the pacer gave with the scan
     */
    default void decisionLost(int gate, long ticket) {}
}
