package io.gatehouse.loadtest.demo;

import io.gatehouse.loadtest.link.Fleet;
import io.gatehouse.loadtest.measure.ProcessCpu;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.run.Interval;
import io.gatehouse.loadtest.run.RunWatcher;
import java.io.IOException;
import java.util.Map;

/** Tells a watcher of the seconds of a morning as a run tells of its own. Belongs to the thread of the demo. */
final class DemoSeconds {
    private final Fleet fleet;
    private final PeakPacer pacer;
    private final RunWatcher watcher;
    private final ProcessCpu own = new ProcessCpu(ProcessHandle.current().pid());
    private final ProcessCpu target;
    private Tally before = new Tally();
    private long start;
    private long last;
    private long came;
    private long turnedAway;
    private long failures;
    private double cpuSeconds;
    private double targetSeconds;

    /** @param pid the server's process; 0 = not known */
    DemoSeconds(Fleet fleet, PeakPacer pacer, RunWatcher watcher, long pid) {
        this.target = pid == 0 ? null : new ProcessCpu(pid);
        this.fleet = fleet;
        this.pacer = pacer;
        this.watcher = watcher;
    }

    void begin(long now) {
        start = now;
        last = now;
        cpuSeconds = seconds(own);
        targetSeconds = seconds(target);
    }

    /**
     * A second is over.
     *
     * @param tally counts since the start, latencies of that second
     */
    void passed(long now, Tally tally, int online, long failed) throws InterruptedException {
        long cameNow = fleet.on(0, pacer::came);
        long turnedAwayNow = fleet.on(0, pacer::closedGates);
        Tally second = tally.since(before);
        second.addLatencies(tally);
        double length = (now - last) / 1e9;
        double cpuNow = seconds(own);
        double targetNow = seconds(target);
        watcher.passed(new Interval(
                (last - start) / 1e9,
                length,
                true,
                cameNow - came,
                turnedAwayNow - turnedAway,
                second,
                online,
                tally.sent - tally.answered,
                tally.sent - tally.acked,
                (cpuNow - cpuSeconds) / length,
                (targetNow - targetSeconds) / length,
                failed - failures,
                Map.of()));
        before = new Tally();
        before.addCounts(tally);
        last = now;
        came = cameNow;
        turnedAway = turnedAwayNow;
        failures = failed;
        cpuSeconds = cpuNow;
        targetSeconds = targetNow;
    }

    private static double seconds(ProcessCpu cpu) {
        try {
            return cpu == null ? Double.NaN : cpu.seconds();
        } catch (IOException e) {
            // The process has just ended.
            return Double.NaN;
        }
    }
}
