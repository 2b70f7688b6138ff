package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.link.Fleet;
import io.gatehouse.loadtest.link.Link;
import io.gatehouse.loadtest.link.LinkEvents;
import io.gatehouse.loadtest.measure.Failures;
import io.gatehouse.loadtest.measure.Latency;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When the gates of a run connect, and what it means when they lose a connection. Told on event loops, asked from
 * anywhere.
 */
final class Connections implements LinkEvents {
    private static final int CONNECT_SECONDS = 30;

    private final Target target;
    private final Comings comings;
    private final Failures failures = new Failures();
    private final CountDownLatch heardOf;
    private final AtomicInteger alive;
    private final AtomicInteger canSend = new AtomicInteger();
    private final BackOff backOff;
    /** When each was to connect for the first time, and after the power was back. */
    private final long[] firstDue;

    private final long[] backDue;
    private final boolean[] wasIn;
    private final boolean[] isBack;
    private final Latency connect = new Latency();
    private final Latency back = new Latency();
    private final AtomicInteger cut = new AtomicInteger();
    private boolean anyIn;
    private long turnedAway;
    private String lastWords = "";
    private long lost;
    private volatile Fleet fleet;
    private volatile long backNanos;

    Connections(Target target, Comings comings, long seed) {
        this.target = target;
        this.comings = comings;
        int gates = target.connections();
        this.heardOf = new CountDownLatch(gates);
        this.alive = new AtomicInteger(gates);
        this.backOff = new BackOff(gates, seed);
        this.firstDue = new long[gates];
        this.backDue = new long[gates];
        this.wasIn = new boolean[gates];
        this.isBack = new boolean[gates];
    }

    Failures failures() {
        return failures;
    }

    /** Gates that can send. */
    AtomicInteger ready() {
        return canSend;
    }

    /** Whether there are gates that can send, or will. */
    boolean anyAlive() {
        return alive.get() > 0;
    }

    /**
     * Connects all gates as planned and returns when each is in.
     *
     * @throws RunFailed where one is not
     */
    void connectAll(Fleet all) throws RunFailed, InterruptedException {
        fleet = all;
        long start = System.nanoTime();
        for (int gate = 0; gate < firstDue.length; gate++) {
            firstDue[gate] = start + comings.offsetNanos(gate);
        }
        for (int gate = 0; gate < firstDue.length; gate++) {
            all.connectAt(gate, firstDue[gate]);
        }
        long last = firstDue.length == 0 ? 0 : comings.offsetNanos(firstDue.length - 1);
        long seconds = CONNECT_SECONDS + last / 1_000_000_000;
        boolean everybody = heardOf.await(seconds, TimeUnit.SECONDS);
        if (failures.total() > 0) {
            throw new RunFailed("%d of %d connections failed:%n%s"
                    .formatted(failures.total(), target.connections(), failures.describe()));
        }
        if (!everybody) {
            throw new RunFailed(
                    "%s: %d of %d connections had no answer within %d s, or were told to come back (%d times)%n%s"
                            .formatted(
                                    target.describe(),
                                    heardOf.getCount(),
                                    target.connections(),
                                    seconds,
                                    turnedAway(),
                                    lastWords()));
        }
    }

    /**
     * Takes the power from all gates at one moment and gives it back later.
     *
     * @param at {@link System#nanoTime}
     * @param until likewise
     */
    void cutPower(long at, long until, boolean silent) {
        for (int gate = 0; gate < backDue.length; gate++) {
            backDue[gate] = until + comings.offsetNanosBack(gate);
        }
        backNanos = until;
        fleet.cutPower(at, until, silent, link -> {
            canSend.decrementAndGet();
            cut.incrementAndGet();
        });
        for (int gate = 0; gate < backDue.length; gate++) {
            fleet.connectAt(gate, backDue[gate]);
        }
    }

    @Override
    public synchronized void ready(Link link) {
        canSend.incrementAndGet();
        long now = System.nanoTime();
        int gate = link.gate();
        anyIn = true;
        if (!wasIn[gate]) {
            wasIn[gate] = true;
            connect.record(now - firstDue[gate], 1);
            heardOf.countDown();
        } else if (backNanos != 0 && now - backNanos >= 0 && !isBack[gate]) {
            isBack[gate] = true;
            back.record(now - backDue[gate], 1);
        }
    }

    @Override
    public synchronized void down(Link link, Failures.Kind kind, String words, long retryAfterMs) {
        int gate = link.gate();
        if (link.wasReady()) {
            canSend.decrementAndGet();
        }
        if (comings.comeBack() && bears(link, kind, retryAfterMs)) {
            lastWords = words;
            long wait = backOff.millis(gate, link.stoodNanos(System.nanoTime()));
            fleet.connectLater(gate, retryAfterMs > 0 ? retryAfterMs : wait);
            return;
        }
        failures.add(kind, words);
        alive.decrementAndGet();
        if (!wasIn[gate]) {
            wasIn[gate] = true;
            heardOf.countDown();
        }
    }

    /** Whether it belongs to the plan. Where a server says nothing and lets nobody in, each gate has two attempts. */
    private boolean bears(Link link, Failures.Kind kind, long retryAfterMs) {
        boolean passing = kind == Failures.Kind.REFUSED && retryAfterMs > 0
                || kind == Failures.Kind.CLOSED && (anyIn || turnedAway < target.connections())
                || kind == Failures.Kind.UNREACHABLE && anyIn;
        if (passing && !link.wasReady()) {
            turnedAway++;
            return true;
        }
        if (passing && comings.mayBeLost()) {
            lost++;
            return true;
        }
        return false;
    }

    private synchronized long turnedAway() {
        return turnedAway;
    }

    private synchronized String lastWords() {
        return lastWords;
    }

    /** How long connecting took, and what was cut; after the run. */
    synchronized LinkFigures.Connects figures() {
        Latency first = new Latency();
        first.add(connect);
        Latency again = new Latency();
        again.add(back);
        return new LinkFigures.Connects(first, turnedAway, lost, cut.get(), again);
    }
}
