package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.plan.DrawnSends;
import io.gatehouse.loadtest.plan.Script;
import io.gatehouse.loadtest.plan.Sends;
import io.gatehouse.loadtest.plan.Timing;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.Passes;
import io.gatehouse.loadtest.wire.ScanFrame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Scans of a site's passes: each gate walks the passes of its estate in a shuffled order, all in, then all out. What a
 * gate scans under a sequence depends on the seed alone. The order is shuffled once, so that a walk reads memory in
 * line: the cache misses are to be the server's, not the generator's.
 */
public final class SiteScans implements Script {
    private static final int QR = 1;
    private static final int TEMPERATURES = 256;

    private final long[][] walks;
    private final long[] offsets;
    private final int[] temperatures = new int[TEMPERATURES];

    private SiteScans(long[][] walks, SplittableRandom random) {
        this.walks = walks;
        this.offsets = new long[walks.length];
        for (int i = 0; i < walks.length; i++) {
            offsets[i] = random.nextInt(walks[i].length / 2);
        }
        for (int i = 0; i < TEMPERATURES; i++) {
            temperatures[i] = 360 + random.nextInt(10);
        }
    }

    /** The passes of each gate's estate; those of the whole site where an estate has none. */
    public static SiteScans of(List<Gate> gates, Passes passes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Integer, Ids> byEstate = new HashMap<>();
        for (int i = 0; i < passes.size(); i++) {
            byEstate.computeIfAbsent(passes.estate(i), e -> new Ids()).add(passes.high(i), passes.low(i));
        }
        Map<Integer, long[]> shuffled = new HashMap<>();
        long[][] walks = new long[gates.size()][];
        for (int i = 0; i < walks.length; i++) {
            int estate =
                    byEstate.containsKey(gates.get(i).estate()) ? gates.get(i).estate() : -1;
            walks[i] = shuffled.computeIfAbsent(
                    estate, e -> e < 0 ? all(passes, random) : byEstate.get(e).shuffled(random));
        }
        return new SiteScans(walks, random);
    }

    /** Drawn passes, for an echo, which looks nothing up. */
    public static SiteScans drawn(int gates, int passes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Ids ids = new Ids();
        for (int i = 0; i < passes; i++) {
            ids.add(random.nextLong(), random.nextLong());
        }
        long[] walk = ids.shuffled(random);
        long[][] walks = new long[gates][];
        java.util.Arrays.fill(walks, walk);
        return new SiteScans(walks, random);
    }

    private static long[] all(Passes passes, SplittableRandom random) {
        Ids ids = new Ids();
        for (int i = 0; i < passes.size(); i++) {
            ids.add(passes.high(i), passes.low(i));
        }
        return ids.shuffled(random);
    }

    @Override
    public Sends sends(Timing timing, int lane, int lanes, int fleet) {
        return new DrawnSends(timing, lane, lanes, fleet);
    }

    @Override
    public String id() {
        return "";
    }

    /** Nobody knows: several gates of an estate scan the same passes. */
    @Override
    public int right(int gate, long sequence, long ticket) {
        return 0;
    }

    @Override
    public String describe(int gate, long sequence, long ticket) {
        return "gate no. %d, sequence %d".formatted(gate, sequence);
    }

    @Override
    public void fill(ScanFrame frame, int gate, long sequence, long ticket) {
        long[] walk = walks[gate];
        long passes = walk.length >> 1;
        long step = offsets[gate] + sequence;
        long round = step / passes;
        int at = (int) (step - round * passes) << 1;
        frame.passHigh = walk[at];
        frame.passLow = walk[at + 1];
        frame.direction = 1 + (int) (round & 1);
        frame.temperature = temperatures[(int) (sequence * 31 + gate) & TEMPERATURES - 1];
        frame.medium = QR;
    }

    /** Ids as pairs of longs. */
    private static final class Ids {
        private long[] pairs = new long[64];
        private int length;

        void add(long high, long low) {
            if (length == pairs.length) {
                pairs = java.util.Arrays.copyOf(pairs, Math.multiplyExact(length, 2));
            }
            pairs[length] = high;
            pairs[length + 1] = low;
            length += 2;
        }

        long[] shuffled(SplittableRandom random) {
            long[] all = java.util.Arrays.copyOf(pairs, length);
            for (int i = length / 2 - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                swap(all, 2 * i, 2 * j);
                swap(all, 2 * i + 1, 2 * j + 1);
            }
            return all;
        }

        private static void swap(long[] all, int a, int b) {
            long kept = all[a];
            all[a] = all[b];
            all[b] = kept;
        }
    }
}
