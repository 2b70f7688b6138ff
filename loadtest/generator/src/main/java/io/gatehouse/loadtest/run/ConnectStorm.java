package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.link.AnswerHook;
import io.gatehouse.loadtest.link.Fleet;
import io.gatehouse.loadtest.link.FleetSpec;
import io.gatehouse.loadtest.link.GateStream;
import io.gatehouse.loadtest.link.Link;
import io.gatehouse.loadtest.link.LinkEvents;
import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.measure.Failures;
import io.gatehouse.loadtest.measure.Latency;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * All gates connect at one moment; nothing is scanned. One that the server has no room for comes back when it was told
 * to, or after a while where it was told nothing, as a gate does. Use once.
 */
public final class ConnectStorm implements LinkEvents {
    private final InetSocketAddress target;
    private final List<GateStream> streams;
    private final CountDownLatch heard;
    private final Failures failures = new Failures();
    private final Latency each = new Latency();
    private final boolean[] again;
    private Fleet fleet;
    private long startNanos;
    private int sentAway;
    private int welcome;
    private long lastNanos;

    public ConnectStorm(InetSocketAddress target, List<GateStream> streams) {
        this.target = target;
        this.streams = streams;
        this.heard = new CountDownLatch(streams.size());
        this.again = new boolean[streams.size()];
    }

    /**
     * What came of it.
     *
     * @param welcome gates that had their Welcome in time
     * @param each from a gate's first connect to its Welcome
     * @param sentAway times that a gate was told to come back
     * @param allNanos from the first connect to the last Welcome
     * @param failures of the others
     */
    public record Result(int welcome, int sentAway, Latency each, long allNanos, Failures failures) {}

    @Override
    public synchronized void ready(Link link) {
        welcome++;
        lastNanos = System.nanoTime();
        each.record(again[link.gate()] ? lastNanos - startNanos : link.connectedInNanos(), 1);
        heard.countDown();
    }

    @Override
    public synchronized void down(Link link, Failures.Kind kind, String words, long retryAfterMs) {
        boolean noRoom = kind == Failures.Kind.REFUSED && retryAfterMs > 0 || kind == Failures.Kind.CLOSED;
        if (noRoom && !link.wasReady()) {
            sentAway++;
            again[link.gate()] = true;
            fleet.connectLater(link.gate(), retryAfterMs > 0 ? retryAfterMs : backOffMs(link.gate()));
            return;
        }
        failures.add(kind, words);
        heard.countDown();
    }

    /** Closed without a word: after as long as a server would have said. */
    private static long backOffMs(int gate) {
        return 2_000 + gate % 8_000;
    }

    /** Connects, waits for all or for the limit, and closes again. */
    public Result run(Duration limit) throws InterruptedException {
        FleetSpec spec = new FleetSpec(
                target, Speech.gates(streams), 1, false, (frame, gate, sequence, ticket) -> {}, AnswerHook.NONE);
        try (Fleet storm = new Fleet(spec, this)) {
            synchronized (this) {
                fleet = storm;
                startNanos = System.nanoTime();
            }
            for (int i = 0; i < streams.size(); i++) {
                storm.connect(i);
            }
            heard.await(limit.toNanos(), TimeUnit.NANOSECONDS);
            synchronized (this) {
                Latency times = new Latency();
                times.add(each);
                return new Result(welcome, sentAway, times, welcome == 0 ? 0 : lastNanos - startNanos, failures);
            }
        }
    }
}
