package io.gatehouse.loadtest.capacity;

import io.gatehouse.loadtest.run.RunFailed;

/** Makes one measured run at a rate. */
public interface Trial {
    /**
     * Makes it.
     *
     * @param perSecond scans asked for in a second
     * @return null where somebody wants the search to end
     * @throws RunFailed when nothing could be measured at all
     */
    Step at(double perSecond) throws RunFailed, InterruptedException;
}
