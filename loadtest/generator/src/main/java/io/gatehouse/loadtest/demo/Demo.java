package io.gatehouse.loadtest.demo;

import io.gatehouse.loadtest.link.Fleet;
import io.gatehouse.loadtest.link.FleetSpec;
import io.gatehouse.loadtest.link.GateStream;
import io.gatehouse.loadtest.link.Link;
import io.gatehouse.loadtest.link.LinkEvents;
import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.measure.Failures;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunWatcher;
import io.gatehouse.loadtest.site.Site;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The morning peak of a whole site until it is stopped. A gate that loses its connection comes back after a while, as
 * a device would, and nobody passes it meanwhile. Use once; {@link #stop} from any thread.
 */
public final class Demo implements LinkEvents {
    /** Gates connect one after the other, as after a night; people come when all have had their turn. */
    private static final long MS_PER_GATE = 4;

    private static final long LONGEST_SPREAD_MS = 5_000;

    private static final long FIRST_BACK_OFF_MS = 250;
    private static final long LONGEST_BACK_OFF_MS = 30_000;
    private static final int HOPELESS_SECONDS = 10;
    private static final int LINES_A_HEAD = 20;
    private static final long DRAIN_NANOS = 3_000_000_000L;

    private final Fleet fleet;
    private final PeakPacer pacer;
    private final MorningCurve curve;
    private final int gates;
    private final long[] backOffMs;
    private final PrintStream out;
    private final LiveLine live;
    private final AtomicInteger online = new AtomicInteger();
    private final Failures failures = new Failures();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final DemoSeconds seconds;

    /**
     * Nothing connects yet.
     *
     * @param cycle how long a morning takes
     * @param peakPerSecond scans in a second at its busiest
     * @param onlooker told each second how it goes
     */
    public Demo(
            InetSocketAddress target,
            Site site,
            long seed,
            Duration cycle,
            double peakPerSecond,
            PrintStream out,
            Onlooker onlooker) {
        this.out = out;
        this.gates = site.gates().size();
        this.backOffMs = new long[gates];
        this.live = new LiveLine(LiveLine.wantsColours());
        this.curve = new MorningCurve(cycle.toNanos(), peakPerSecond);
        Town town = new Town(site.gates(), site.passes(), seed);
        this.pacer = new PeakPacer(curve, town, gates, seed + 1);
        this.fleet = new Fleet(
                new FleetSpec(
                        target,
                        Speech.gates(site.gates().stream().map(GateStream::new).toList()),
                        1,
                        true,
                        town,
                        pacer),
                this);
        this.seconds = new DemoSeconds(fleet, pacer, onlooker.watcher(), onlooker.pid());
    }

    /**
     * Who is told how it goes.
     *
     * @param pid the server's process, for its CPU time; 0 = not known
     */
    public record Onlooker(RunWatcher watcher, long pid) {}

    @Override
    public void ready(Link link) {
        online.incrementAndGet();
        pacer.online(link);
        backOffMs[link.gate()] = 0;
    }

    @Override
    public void down(Link link, Failures.Kind kind, String words, long retryAfterMs) {
        if (link.wasReady()) {
            online.decrementAndGet();
        }
        pacer.offline(link);
        failures.add(kind, words);
        if (stopped.getCount() > 0) {
            int gate = link.gate();
            backOffMs[gate] = Math.min(LONGEST_BACK_OFF_MS, Math.max(FIRST_BACK_OFF_MS, 2 * backOffMs[gate]));
            long jitter = ThreadLocalRandom.current().nextLong(backOffMs[gate]);
            fleet.connectLater(gate, retryAfterMs > 0 ? retryAfterMs : jitter);
        }
    }

    /** Ends the morning: what is under way is finished, {@link #run} returns. */
    public void stop() {
        stopped.countDown();
    }

    /**
     * Runs until {@link #stop}, or for a while.
     *
     * @param atMost null = until stopped
     * @throws RunFailed when no gate gets a Welcome, or the server broke a rule of the protocol
     */
    public void run(Duration atMost) throws RunFailed, InterruptedException {
        long spreadMs = Math.min(LONGEST_SPREAD_MS, gates * MS_PER_GATE);
        try (fleet) {
            for (int gate = 0; gate < gates; gate++) {
                fleet.connectLater(gate, gate * spreadMs / gates);
            }
            long start = System.nanoTime();
            seconds.begin(start);
            long opens = start + spreadMs * 1_000_000;
            fleet.pace(0, pacer, false);
            fleet.measure(start, Long.MAX_VALUE);
            fleet.on(0, () -> {
                pacer.begin(opens);
                return null;
            });
            watch(start, opens, atMost == null ? Long.MAX_VALUE : atMost.toNanos());
            finish(start);
        }
        long wrong = failures.count(Failures.Kind.WRONG_ANSWER) + failures.count(Failures.Kind.MALFORMED);
        if (wrong > 0) {
            throw new RunFailed("the server broke the protocol %d times:%n%s".formatted(wrong, failures.describe()));
        }
    }

    private void watch(long start, long opens, long forNanos) throws RunFailed, InterruptedException {
        long last = start;
        long said = 0;
        int lines = 0;
        for (int second = 1; (second - 1) * 1_000_000_000L < forNanos; second++) {
            long until = start + Math.min(forNanos, second * 1_000_000_000L);
            if (stopped.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return;
            }
            if (lines++ % LINES_A_HEAD == 0) {
                out.println(live.head());
            }
            long now = System.nanoTime();
            Tally tally = fleet.addTo(new Tally(), true, true);
            out.println(live.of(curve.clock(Math.max(0, now - opens)), tally, (now - last) / 1e9, online.get(), gates));
            seconds.passed(now, tally, online.get(), failures.total());
            last = now;
            said = sayFailures(said);
            if (second == HOPELESS_SECONDS && tally.sent == 0) {
                throw new RunFailed("no gate was let in for %d s:%n%s".formatted(second, failures.describe()));
            }
            // One line, not sixty, after a minute in which this process was stopped.
            second = Math.max(second, (int) ((now - start) / 1_000_000_000L));
        }
    }

    /** The first few in words as they come, the rest is counted in the end. */
    private long sayFailures(long said) {
        var words = failures.words();
        for (int i = (int) said; i < words.size(); i++) {
            out.println("      " + words.get(i));
        }
        return words.size();
    }

    private void finish(long start) throws InterruptedException {
        stopped.countDown();
        fleet.on(0, () -> {
            pacer.stop();
            return null;
        });
        long limit = System.nanoTime() + DRAIN_NANOS;
        while (!fleet.outstanding().none() && System.nanoTime() < limit) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        Tally total = fleet.addTo(new Tally(), false, false);
        out.printf(
                "%n%,d scans in %.0f s: %,d allow, %,d deny, %,d refer, %,d retest; %,d with attention%n",
                total.sent,
                (System.nanoTime() - start) / 1e9,
                total.verdicts[1],
                total.verdicts[2],
                total.verdicts[3],
                total.verdicts[4],
                total.attention);
        out.printf(
                "%,d decided, %,d acknowledged as durable, %,d neither way; %,d connections lost, %,d people at gates"
                        + " without one%n",
                total.answered,
                total.acked,
                total.sent - total.acked,
                failures.total(),
                fleet.on(0, pacer::closedGates));
    }
}
