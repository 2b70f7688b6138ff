package io.gatehouse.loadtest.plan;

import java.time.Duration;

/**
 * What gates do beside sending what is due.
 *
 * @param powerCut null: none
 * @param backlog null: none
 * @param connrate connections that are begun in a second; 0: as many as a server lets in by its defaults,
 *     {@link Double#POSITIVE_INFINITY}: all at once
 * @param hostileShare of the gates that misbehave, 0 to 1
 * @param idle gates connect and nobody comes
 * @param replay what comes is what a recorded journal holds
 */
public record Behaviour(
        PowerCut powerCut, Backlog backlog, double connrate, double hostileShare, boolean idle, boolean replay) {
    /** Gates that connect and send what is due. */
    public static final Behaviour USUAL = new Behaviour(null, null, 0, 0, false, false);

    public Behaviour {
        if (!(connrate >= 0) || !(hostileShare >= 0 && hostileShare <= 1)) {
            throw new IllegalArgumentException("connrate begins at 0, hostile-share is 0 to 1");
        }
    }

    /** The same in a run that takes so many times as long. */
    Behaviour stretched(double longer) {
        PowerCut cut = powerCut == null
                ? null
                : new PowerCut(Scenario.stretched(powerCut.at, longer), Scenario.stretched(powerCut.lasts, longer));
        return new Behaviour(cut, backlog, connrate, hostileShare, idle, replay);
    }

    /**
     * All gates vanish without a word and come back together.
     *
     * @param at from the start of the plan, warm-up included
     * @param lasts until they have power again
     */
    public record PowerCut(Duration at, Duration lasts) {}

    /**
     * What the gates have decided by themselves before the run, and deliver first.
     *
     * @param hours how long they were offline: the events are spread over that time before the start
     * @param perGate events of each gate
     */
    public record Backlog(double hours, int perGate) {
        public Backlog {
            if (!(hours > 0 && hours <= 24 * 31) || perGate < 1 || perGate > 10_000_000) {
                throw new IllegalArgumentException("backlog: hours above 0, per-gate from 1");
            }
        }
    }
}
