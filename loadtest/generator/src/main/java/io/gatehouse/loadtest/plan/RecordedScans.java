package io.gatehouse.loadtest.plan;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Scans that some server once took, in its order, in flat arrays. Filled by one thread, then read-only. */
public final class RecordedScans {
    private long[] times = new long[1024];
    private long[] ids = new long[2 * 1024];
    private int[] gates = new int[1024];
    private int[] kinds = new int[1024];
    private int size;

    /**
     * One more.
     *
     * @param timeUs when the server took it, microseconds since 1970; never before the one before it
     * @param gate its number among the recording's gates
     * @param high of the pass id
     * @param low of the pass id
     * @param kind as {@link #kind} makes it
     */
    public void add(long timeUs, int gate, long high, long low, int kind) {
        if (size == times.length) {
            int more = Math.multiplyExact(size, 2);
            times = Arrays.copyOf(times, more);
            ids = Arrays.copyOf(ids, Math.multiplyExact(more, 2));
            gates = Arrays.copyOf(gates, more);
            kinds = Arrays.copyOf(kinds, more);
        }
        times[size] = size == 0 ? timeUs : Math.max(timeUs, times[size - 1]);
        ids[2 * size] = high;
        ids[2 * size + 1] = low;
        gates[size] = gate;
        kinds[size++] = kind;
    }

    /** Direction and medium as the protocol numbers them, and tenths of a degree, 0 = not measured, in an int. */
    public static int kind(int direction, int temperature, int medium) {
        return direction | medium << 2 | Math.min(temperature, ScanTicket.MOST_TEMPERATURE) << 5;
    }

    public int size() {
        return size;
    }

    /** As a scenario: what it took, so many times as fast. */
    public Scenario scenario(Scenario replay, double speed) {
        // The last scan is in it, and not on its edge.
        Duration whole = Duration.ofNanos(offsetNanos(size - 1, speed) + 1_000_000);
        double mean = size / (whole.toNanos() / 1e9);
        return new Scenario(
                replay.name(),
                replay.description(),
                mean,
                List.of(new Stage(whole, mean)),
                replay.mix(),
                replay.gates(),
                replay.behaviour());
    }

    long offsetNanos(int scan, double speed) {
        return Math.round((times[scan] - times[0]) * 1000 / speed);
    }

    int gate(int scan) {
        return gates[scan];
    }

    long high(int scan) {
        return ids[2 * scan];
    }

    long low(int scan) {
        return ids[2 * scan + 1];
    }

    int direction(int scan) {
        return kinds[scan] & 3;
    }

    int medium(int scan) {
        return kinds[scan] >>> 2 & 7;
    }

    int temperature(int scan) {
        return kinds[scan] >>> 5;
    }
}
