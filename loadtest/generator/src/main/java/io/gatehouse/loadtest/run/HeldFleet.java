package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.link.AnswerHook;
import io.gatehouse.loadtest.link.Fleet;
import io.gatehouse.loadtest.link.FleetSpec;
import io.gatehouse.loadtest.link.Link;
import io.gatehouse.loadtest.link.LinkEvents;
import io.gatehouse.loadtest.measure.Failures;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Gates that connect, say Hello, and then scan nothing until closed. */
public final class HeldFleet implements LinkEvents, AutoCloseable {
    private final Target target;
    private final CountDownLatch heard;
    private final Failures failures = new Failures();
    private final Fleet fleet;

    public HeldFleet(Target target) {
        this.target = target;
        heard = new CountDownLatch(target.connections());
        fleet = new Fleet(
                new FleetSpec(
                        target.address(),
                        target.speech(),
                        1,
                        false,
                        (frame, gate, sequence, ticket) -> {},
                        AnswerHook.NONE),
                this);
    }

    @Override
    public void ready(Link link) {
        heard.countDown();
    }

    @Override
    public void down(Link link, Failures.Kind kind, String words, long retryAfterMs) {
        failures.add(kind, words);
        heard.countDown();
    }

    /**
     * Returns when all are welcome.
     *
     * @return how long it took, in nanoseconds
     * @throws RunFailed where one was refused or the limit has passed
     */
    public long connect(Duration limit) throws RunFailed, InterruptedException {
        long begin = System.nanoTime();
        fleet.connectAll(target.connections());
        boolean all = heard.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        long took = System.nanoTime() - begin;
        if (failures.total() > 0 || !all) {
            throw new RunFailed("%d of %d gates were not welcome within %d s%n%s"
                    .formatted(
                            failures.total() + heard.getCount(),
                            target.connections(),
                            limit.toSeconds(),
                            failures.describe()));
        }
        return took;
    }

    @Override
    public void close() {
        fleet.close();
    }
}
