package io.gatehouse.loadtest.link;

import io.gatehouse.loadtest.wire.ScanFrame;

/**
 * Says what is scanned. Called on an event loop for every scan: no blocking, no object. The same arguments give the same
 * scan, whenever they are given: what a connection took with it is sent again.
 */
@FunctionalInterface
public interface ScanSource {
    /**
     * Sets pass, direction, temperature and medium of the frame.
     *
     * @param gate the gate's index in the fleet
     * @param sequence of the scan in the gate's stream
     * @param ticket what the pacer gave with it; 0 in a closed loop
     */
    void fill(ScanFrame frame, int gate, long sequence, long ticket);

    /**
     * Sets the same of an event that the gate decided by itself before the run. The frame says already that it opened.
     *
     * @param sequence of the event in the gate's stream
     */
    default void fillOld(ScanFrame frame, int gate, long sequence) {
        fill(frame, gate, sequence, 0);
    }
}
