package io.gatehouse.loadtest.link;

/** Told of each decision, on the event loop of its gate. */
@FunctionalInterface
public interface AnswerHook {
    /** Does nothing. */
    AnswerHook NONE = (gate, sequence, ticket, verdict, attention) -> {};

    /**
     * A scan has its decision.
     *
     * @param gate the gate's index in the fleet
     * @param sequence of the scan in the gate's stream
     * @param ticket what the pacer gave with the scan; 0 in a closed loop
     * @param verdict as numbered in the protocol
     * @param attention whether the guard should look up
     */
    void decided(int gate, long sequence, long ticket, int verdict, boolean attention);

    /**
     * A scan is on the server's disk, but its decision was lost with a connection and will not come again.
     *
     * @param gate the gate's index in the fleet
     * @param ticket what the pacer gave with the scan
     */
    default void decisionLost(int gate, long ticket) {}
}
