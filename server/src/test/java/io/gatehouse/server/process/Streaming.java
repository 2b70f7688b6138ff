package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Gates that stream, each on a thread of its own, until their connection ends. */
final class Streaming implements AutoCloseable {
    private static final int MOST_WINDOW = 64;
    private static final int HANG_SECONDS = 30;

    private final ExecutorService threads;
    private final List<Future<Void>> all = new ArrayList<>();
    private final CountDownLatch streaming;

    Streaming(InetSocketAddress address, List<PlainGate> gates, SplittableRandom random) {
        threads = Executors.newFixedThreadPool(gates.size());
        streaming = new CountDownLatch(gates.size());
        for (PlainGate gate : gates) {
            SplittableRandom own = random.split();
            all.add(threads.submit(() -> stream(address, gate, own)));
        }
        threads.shutdown();
    }

    private Void stream(InetSocketAddress address, PlainGate gate, SplittableRandom random) {
        try {
            gate.connect(address);
            gate.resend();
            gate.mixed(1);
            gate.awaitDecisions();
            streaming.countDown();
            while (true) {
                gate.mixed(1 + random.nextInt(MOST_WINDOW));
                gate.awaitDecisions();
            }
        } catch (IOException ended) {
            // By whatever the test does to the server; a refusal stands in the gate.
            readRest(gate);
            return null;
        }
    }

    /** A write may fail before what the server said last was read. */
    private static void readRest(PlainGate gate) {
        try {
            while (gate.refusal == null) {
                gate.readOne();
            }
        } catch (IOException ended) {
            // Nothing more comes.
        }
    }

    /** Until every gate has had an answer. */
    void awaitAll() throws InterruptedException {
        assertTrue(streaming.await(HANG_SECONDS, TimeUnit.SECONDS), "gates stream");
    }

    /** Until every connection has ended. */
    void awaitEnd() throws Exception {
        for (Future<Void> one : all) {
            one.get(HANG_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
