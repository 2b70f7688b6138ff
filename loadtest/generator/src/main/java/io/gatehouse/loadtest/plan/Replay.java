package io.gatehouse.loadtest.plan;

import java.util.List;

/**
 * What is played again.
 *
 * @param scans in the order in which they came
 * @param gateIds of the recording's gates, by their numbers in it
 * @param speed how many times as fast as it was, above 0
 */
public record Replay(RecordedScans scans, List<String> gateIds, double speed) {
    public Replay {
        gateIds = List.copyOf(gateIds);
    }

    /** The scenario with the times of the recording. */
    public Scenario scenario(Scenario replay) {
        return scans.scenario(replay, speed);
    }
}
