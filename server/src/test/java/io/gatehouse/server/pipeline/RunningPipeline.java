package io.gatehouse.server.pipeline;

import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.journal.EventJournal;
import io.gatehouse.server.journal.Journal;
import io.gatehouse.server.journal.JournalListener;
import io.gatehouse.server.journal.JournalOptions;
import io.gatehouse.server.metrics.JournalMeters;
import io.gatehouse.server.roster.PassTable;
import io.gatehouse.server.seam.SystemClock;
import io.gatehouse.server.sim.SimDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A started pipeline on a disk in memory, and what its threads failed of. */
final class RunningPipeline implements Failure {
    final SimDisk disk = new SimDisk(1);
    final LinkedBlockingQueue<String> failures = new LinkedBlockingQueue<>();
    final Pipeline pipeline;
    final Engine engine;
    private final List<TestLoop> loops = new ArrayList<>();

    RunningPipeline(int ringSize, int loopCount, PassTable table) {
        JournalOptions options = new JournalOptions(
                16 << 20, 4 << 20, 1 << 20, 1 << 20, Runnable::run, () -> 99, new JournalListener() {});
        SystemClock clock = new SystemClock();
        engine = new Engine(table);
        Semaphore[] wakes = new Semaphore[loopCount];
        Runnable[] wakers = new Runnable[loopCount];
        for (int i = 0; i < loopCount; i++) {
            wakes[i] = new Semaphore(0);
            wakers[i] = wakes[i]::release;
        }
        try {
            EventJournal journal =
                    new EventJournal(Journal.open(disk, options, (position, buffer, offset, length) -> {})
                            .journal());
            pipeline = new Pipeline(
                    ringSize,
                    new Pipeline.Parts(engine, journal, clock, this, new JournalMeters(clock), wakers, Pace.of(2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < loopCount; i++) {
            loops.add(new TestLoop(pipeline, i, wakes[i]));
        }
        pipeline.start();
    }

    List<TestLoop> loops() {
        return loops;
    }

    /** Until engine and journal are through with so many events. */
    void awaitDecided(long events) {
        while (pipeline.consumers().get(1).at().getAsLong() < events - 1) {
            Thread.onSpinWait();
        }
    }

    String awaitFailure() {
        try {
            return String.valueOf(failures.poll(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void storage(Throwable cause) {
        failures.add("storage " + cause);
    }

    @Override
    public void internal(Throwable cause) {
        failures.add("internal " + cause);
    }
}
