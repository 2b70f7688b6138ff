package io.gatehouse.server.session;

/** The gate's clock against the server's: the middle of the shortest heartbeat round trip of this session. */
final class GateClock {
    private long offsetUs;
    private long shortestUs = Long.MAX_VALUE;

    /** Until the first answer. */
    void onHello(long gateUs, long serverUs) {
        offsetUs = gateUs - serverUs;
        shortestUs = Long.MAX_VALUE;
    }

    /**
     * @param sentUs when the server sent the heartbeat that this answers, as it echoes
     */
    void onAnswer(long gateUs, long sentUs, long nowUs) {
        long roundTrip = nowUs - sentUs;
        // Negative: the server's clock stepped, or the echo is none of ours.
        if (roundTrip >= 0 && roundTrip < shortestUs) {
            shortestUs = roundTrip;
            offsetUs = gateUs - (sentUs + roundTrip / 2);
        }
    }

    /** The gate's clock minus the server's. */
    long offsetUs() {
        return offsetUs;
    }
}
