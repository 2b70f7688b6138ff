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
     * Sets the same of an event that the gate decided by itself before the run; by the frame it did not open. Here the
     * passes are in no roster, so that what a plan holds right stays right.
     *
     * @param sequence of the event in the gate's stream
     */
    default void fillOld(ScanFrame frame, int gate, long sequence) {
        frame.passHigh = (gate + 1) * 0x9e3779b97f4a7c15L & ~0xf000L | 0x4000;
        frame.passLow = sequence * 0xbf58476d1ce4e5b9L & ~(3L << 62) | 2L << 62;
        frame.direction = 1;
        frame.temperature = 365;
        frame.medium = 1;
    }
}
