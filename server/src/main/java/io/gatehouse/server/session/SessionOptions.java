package io.gatehouse.server.session;

/**
 * The bounds of a session, as PROTOCOL has them.
 *
 * @param window most sequenced messages that may be sent and not yet acknowledged
 * @param heartbeatMillis each side sends a heartbeat this often; 2.5 times that without a byte ends the connection
 * @param decisionDeadlineMillis after this a gate decides by itself
 * @param helloMillis from connect to Hello
 * @param frameMillis from a frame's first byte to its last
 * @param slowReaderMillis without a byte taken while its output is over the watermark
 * @param ackHoldMillis longest that an ack waits for a decision to travel with
 */
public record SessionOptions(
        int window,
        int heartbeatMillis,
        int decisionDeadlineMillis,
        int helloMillis,
        int frameMillis,
        int slowReaderMillis,
        int ackHoldMillis) {

    public static final SessionOptions DEFAULT = new SessionOptions(1_024, 10_000, 300, 5_000, 10_000, 10_000, 2);

    long silenceNanos() {
        return heartbeatMillis * 2_500_000L;
    }
}
