package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.link.AnswerHook;
import io.gatehouse.loadtest.link.Fleet;
import io.gatehouse.loadtest.link.FleetSpec;
import io.gatehouse.loadtest.link.GateStream;
import io.gatehouse.loadtest.link.Link;
import io.gatehouse.loadtest.link.LinkEvents;
import io.gatehouse.loadtest.measure.Failures;
import io.gatehouse.loadtest.measure.Latency;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** All gates connect at one moment; nothing is scanned. Use once. */
public final class ConnectStorm implements LinkEvents {
    private final InetSocketAddress target;
    private final List<GateStream> streams;
    private final CountDownLatch heard;
    private final Failures failures = new Failures();
    private final Latency each = new Latency();
    private int welcome;
    private long lastNanos;

    public ConnectStorm(InetSocketAddress target, List<GateStream> streams) {
        this.target = target;
        this.streams = streams;
        this.heard = new CountDownLatch(streams.size());
    }

    /**
     * What came of it.
     *
     * @param welcome gates that had their Welcome in time
     * @param each from a gate's connect to its Welcome
     * @param allNanos from the first connect to the last Welcome
     * @param failures of the others
     */
    public record Result(int welcome, Latency each, long allNanos, Failures failures) {}

    @Override
    public synchronized void ready(Link link) {
        welcome++;
        each.record(link.connectedInNanos(), 1);
        lastNanos = System.nanoTime();
        heard.countDown();
    }

    @Override
    public void down(Link link, Failures.Kind kind, String words, long retryAfterMs) {
        failures.add(kind, words);
        heard.countDown();
    }

    /** Connects, waits for all or for the limit, and closes again. */
    public Result run(Duration limit) throws InterruptedException {
        FleetSpec spec =
                new FleetSpec(target, false, 1, false, streams, (frame, gate, sequence, ticket) -> {}, AnswerHook.NONE);
        try (Fleet fleet = new Fleet(spec, this)) {
            long start = System.nanoTime();
            for (int i = 0; i < streams.size(); i++) {
                fleet.connect(i);
            }
            heard.await(limit.toNanos(), TimeUnit.NANOSECONDS);
            synchronized (this) {
                Latency times = new Latency();
                times.add(each);
                return new Result(welcome, times, welcome == 0 ? 0 : lastNanos - start, failures);
            }
        }
    }
}
