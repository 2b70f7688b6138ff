package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.measure.Latency;
import io.gatehouse.loadtest.run.RunResult;

/**
 * What came of driving one peer once.
 *
 * @param eventsPerSecond scans answered
 * @param eventsPerCpuSecond the same for each second of CPU of all the peer's processes
 * @param peerCores cores that these took
 * @param driverCores cores that the driver was at work on
 * @param answer from the send to the answer
 * @param ack from the send to the ack; the same where the answer is one
 */
record Turn(
        double eventsPerSecond,
        double eventsPerCpuSecond,
        double peerCores,
        double driverCores,
        Percentiles answer,
        Percentiles ack) {
    /** Of a latency, in milliseconds. */
    record Percentiles(double p50, double p99, double p999) {
        static Percentiles of(Latency latency) {
            return new Percentiles(latency.millis(50), latency.millis(99), latency.millis(99.9));
        }
    }

    static Turn of(RunResult result, boolean acknowledges) {
        Percentiles answer = Percentiles.of(result.total().decision);
        return new Turn(
                result.eventsPerSecond(),
                result.eventsPerTargetCpuSecond(),
                result.targetCores(),
                result.ownCores(),
                answer,
                acknowledges ? Percentiles.of(result.total().ack) : answer);
    }
}
