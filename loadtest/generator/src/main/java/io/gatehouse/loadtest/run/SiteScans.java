package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.plan.DrawnSends;
import io.gatehouse.loadtest.plan.Horizon;
import io.gatehouse.loadtest.plan.Script;
import io.gatehouse.loadtest.plan.Sends;
import io.gatehouse.loadtest.plan.Standings;
import io.gatehouse.loadtest.plan.Timing;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.Passes;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.wire.ScanFrame;
import java.time.Duration;
import java.time.Instant;
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
    /** No run of this kind is longer. */
    private static final Duration FORESEEN = Duration.ofHours(2);

    private static final int TEMPERATURES = 256;

    private final long[][] walks;
    /** Of each step of a walk the right answers on entry and on exit; null where nobody knows. */
    private final byte[][] answers;

    private final long[] offsets;
    private final int[] temperatures = new int[TEMPERATURES];

    private SiteScans(long[][] walks, byte[][] answers, SplittableRandom random) {
        this.walks = walks;
        this.answers = answers;
        this.offsets = new long[walks.length];
        for (int i = 0; i < walks.length; i++) {
            offsets[i] = random.nextInt(walks[i].length / 2);
        }
        for (int i = 0; i < TEMPERATURES; i++) {
            temperatures[i] = 360 + random.nextInt(10);
        }
    }

    /** The passes of each gate's estate; those of the whole site where an estate has none. Nobody knows what is right. */
    public static SiteScans of(List<Gate> gates, Passes passes, long seed) {
        return of(gates, passes, seed, null);
    }

    /** The same with right answers where they do not depend on the order: several gates scan the same passes. */
    public static SiteScans of(List<Gate> gates, Site site, long seed) {
        Horizon horizon = Horizon.of(Instant.now(), FORESEEN, site.rules().zone());
        return of(gates, site.passes(), seed, new Standings(site, gates, horizon));
    }

    private static SiteScans of(List<Gate> gates, Passes passes, long seed, Standings standings) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Integer, Ids> byEstate = new HashMap<>();
        for (int i = 0; i < passes.size(); i++) {
            byEstate.computeIfAbsent(passes.estate(i), e -> new Ids()).add(passes.high(i), passes.low(i), i);
        }
        Map<Integer, Ids> shuffled = new HashMap<>();
        Map<Integer, byte[]> right = new HashMap<>();
        long[][] walks = new long[gates.size()][];
        byte[][] answers = new byte[walks.length][];
        for (int i = 0; i < walks.length; i++) {
            int gate = i;
            int estate =
                    byEstate.containsKey(gates.get(i).estate()) ? gates.get(i).estate() : -1;
            Ids ids = shuffled.computeIfAbsent(
                    estate, e -> e < 0 ? all(passes, random) : byEstate.get(e).shuffle(random));
            walks[i] = ids.pairs;
            if (standings != null && estate >= 0) {
                answers[i] = right.computeIfAbsent(estate, e -> ids.answers(standings, gate));
            }
        }
        return new SiteScans(walks, answers, random);
    }

    /** Drawn passes, for an echo, which looks nothing up. */
    public static SiteScans drawn(int gates, int passes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Ids ids = new Ids();
        for (int i = 0; i < passes; i++) {
            ids.add(random.nextLong(), random.nextLong(), i);
        }
        long[][] walks = new long[gates][];
        java.util.Arrays.fill(walks, ids.shuffle(random).pairs);
        return new SiteScans(walks, new byte[gates][], random);
    }

    private static Ids all(Passes passes, SplittableRandom random) {
        Ids ids = new Ids();
        for (int i = 0; i < passes.size(); i++) {
            ids.add(passes.high(i), passes.low(i), i);
        }
        return ids.shuffle(random);
    }

    @Override
    public Sends sends(Timing timing, int lane, int lanes, int fleet) {
        return new DrawnSends(timing, lane, lanes, fleet);
    }

    @Override
    public String id() {
        return "";
    }

    @Override
    public int right(int gate, long sequence, long ticket) {
        byte[] of = answers[gate];
        if (of == null) {
            return 0;
        }
        int passes = of.length >> 1;
        long step = offsets[gate] + sequence;
        long round = step / passes;
        return of[(int) (step - round * passes) << 1 | (int) round & 1] & 0xff;
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

    /** Ids as pairs of longs, with the numbers of their passes. */
    private static final class Ids {
        private long[] pairs = new long[64];
        private int[] numbers = new int[32];
        private int size;

        void add(long high, long low, int number) {
            if (size == numbers.length) {
                pairs = java.util.Arrays.copyOf(pairs, Math.multiplyExact(size, 4));
                numbers = java.util.Arrays.copyOf(numbers, 2 * size);
            }
            pairs[2 * size] = high;
            pairs[2 * size + 1] = low;
            numbers[size++] = number;
        }

        Ids shuffle(SplittableRandom random) {
            pairs = java.util.Arrays.copyOf(pairs, 2 * size);
            for (int i = size - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                swap(pairs, 2 * i, 2 * j);
                swap(pairs, 2 * i + 1, 2 * j + 1);
                int kept = numbers[i];
                numbers[i] = numbers[j];
                numbers[j] = kept;
            }
            return this;
        }

        byte[] answers(Standings standings, int gate) {
            byte[] all = new byte[2 * size];
            for (int i = 0; i < size; i++) {
                all[2 * i] = (byte) standings.answers(numbers[i], gate, 1);
                all[2 * i + 1] = (byte) standings.answers(numbers[i], gate, 2);
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
