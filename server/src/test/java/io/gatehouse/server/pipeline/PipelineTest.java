package io.gatehouse.server.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.engine.Event;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.HeapPassTable;
import io.gatehouse.server.sim.SimDisk;
import io.gatehouse.testing.Counts;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ring with its threads: each event once to its loop, durable after decided, and the ways in which it ends. */
@Timeout(60)
final class PipelineTest {
    @Test
    void eachEventOfTwoProducersIsAnsweredOnceInOrderAndThenDurable() throws Exception {
        int events = Counts.of(20_000, 100_000, 1_000_000);
        RunningPipeline running = new RunningPipeline(256, 2, new HeapPassTable());
        List<TestLoop> loops = running.loops();
        AtomicInteger unfinished = new AtomicInteger(2);
        Thread[] threads = new Thread[2];
        for (int i = 0; i < 2; i++) {
            TestLoop loop = loops.get(i);
            threads[i] = new Thread(() -> loop.run(events, unfinished), "loop-" + i);
            threads[i].start();
        }
        for (int i = 0; i < 2; i++) {
            threads[i].join();
            TestLoop loop = loops.get(i);
            assertEquals(null, loop.failed);
            assertEquals(events, loop.replied);
            assertTrue(loop.durable >= loop.lastPosition);
        }
        assertEquals(0, running.pipeline.backlog());
        assertEquals(0, running.pipeline.undurable());
        // Plain fields, counted by three threads in turn: two at a time would lose some.
        assertEquals(2L * events, running.engine.figures().events(Event.Kind.ALARM));
        assertTrue(running.pipeline.close(5_000));
        assertEquals(List.of(), List.copyOf(running.failures));
        Counts.report("events through the ring from two loops", 2L * events, 2L * events);
    }

    /** The other loop's wake-up may come while this one is about to sleep: it looks once more then. */
    @Test
    void aLoopWithoutRoomDoesNotSleepOnceThereIsSome() throws Exception {
        RunningPipeline running = new RunningPipeline(64, 2, new HeapPassTable());
        TestLoop full = running.loops().get(0);
        TestLoop other = running.loops().get(1);
        int offered = 0;
        while (full.offer()) {
            offered++;
        }
        running.awaitDecided(offered);
        full.awaitsRoom = true;
        while (running.pipeline.replies(0).pending()) {
            running.pipeline.replies(0).drain();
        }
        assertEquals(offered, full.replied);
        assertFalse(running.pipeline.replies(0).pending(), "the other loop holds the ring");
        running.pipeline.replies(1).drain();
        assertTrue(running.pipeline.replies(0).pending());
        full.awaitsRoom = false;
        assertFalse(running.pipeline.replies(0).pending());
        assertEquals(0, other.replied);
        assertTrue(running.pipeline.close(5_000));
    }

    @Test
    void aLoopThatDoesNotTakeItsRepliesIsNotPassedOverByClose() throws Exception {
        RunningPipeline running = new RunningPipeline(64, 2, new HeapPassTable());
        assertTrue(running.loops().get(0).offer());
        running.awaitDecided(1);
        assertFalse(running.pipeline.close(200));
    }

    @Test
    void aBugInTheEngineEndsTheProcess() throws Exception {
        RunningPipeline running = new RunningPipeline(64, 1, new HeapPassTable());
        Intake intake = running.pipeline.intake(0);
        Slot slot = intake.tryClaim();
        // A gate without a number in the register: nothing that a session lets through.
        slot.kind = Event.Kind.SCAN;
        slot.gate = -1;
        intake.publish(slot);
        try {
            intake.endOfPass();
        } catch (IndexOutOfBoundsException here) {
            // It was this thread that had the engine's turn.
        }
        assertTrue(running.awaitFailure().startsWith("internal "));
        assertFalse(running.pipeline.close(200));
    }

    /** What was applied before the bug would be taken for held already, and acknowledged without a record. */
    @Test
    void aBatchWithABugIsNotDecidedAgain() throws Exception {
        RunningPipeline running = new RunningPipeline(64, 1, new HeapPassTable());
        Intake intake = running.pipeline.intake(0);
        for (int i = 0; i <= 5; i++) {
            Slot slot = intake.tryClaim();
            slot.kind = i < 5 ? Event.Kind.ALARM : Event.Kind.SCAN;
            slot.gateId = new byte[] {'g'};
            slot.alarm = i < 5 ? 2 : 0;
            slot.gate = -1;
            intake.publish(slot);
        }
        for (int i = 0; i < 3; i++) {
            try {
                intake.endOfPass();
            } catch (IndexOutOfBoundsException here) {
                // It was this thread that had the engine's turn.
            }
            if (i == 0) {
                assertTrue(running.awaitFailure().startsWith("internal "));
            }
            Slot late = intake.tryClaim();
            late.kind = Event.Kind.ALARM;
            late.alarm = 2;
            late.gateId = new byte[] {'g'};
            intake.publish(late);
        }
        assertEquals(5, running.engine.figures().events(Event.Kind.ALARM));
        assertEquals(-1, running.pipeline.consumers().get(0).at().getAsLong());
        assertFalse(running.pipeline.close(200));
    }

    @Test
    void aFailedSyncIsAStorageFailureForOrdersLoopsAndTheProcess() throws Exception {
        RunningPipeline running = new RunningPipeline(64, 1, new HeapPassTable());
        TestLoop loop = running.loops().get(0);
        running.disk.failAt(SimDisk.Call.SYNC, 1, false);
        Order order = running.pipeline.submit(new Change.Started(5, "test"));
        assertTrue(running.awaitFailure().startsWith("storage "));
        ExecutionException refused =
                assertThrows(ExecutionException.class, () -> order.durable().get(20, TimeUnit.SECONDS));
        assertTrue(refused.getCause().getMessage().contains("journal has failed"));
        Order later = running.pipeline.submit(new Change.Started(6, "test"));
        assertThrows(ExecutionException.class, () -> later.durable().get(20, TimeUnit.SECONDS));
        long durable = loop.durable;
        for (int i = 0; i < 500; i++) {
            // The ring does not fill behind a dead journal.
            while (!loop.offer()) {
                running.pipeline.replies(0).drain();
                Thread.onSpinWait();
            }
            running.pipeline.intake(0).endOfPass();
        }
        running.pipeline.replies(0).drain();
        assertEquals(1, loop.storageFailures);
        assertEquals(0, loop.replied);
        assertEquals(durable, loop.durable);
        assertTrue(running.pipeline.failed());
        running.pipeline.close(200);
    }

    @Test
    void aBugInTheRepliesEndsTheProcess() {
        RunningPipeline running = new RunningPipeline(64, 1, new HeapPassTable());
        TestLoop loop = running.loops().get(0);
        loop.bug = true;
        assertTrue(loop.offer());
        running.awaitDecided(1);
        assertThrows(IllegalStateException.class, running.pipeline.replies(0)::drain);
        assertTrue(running.awaitFailure().startsWith("internal "));
    }

    @Test
    void aBugInATickEndsTheProcess() {
        RunningPipeline running = new RunningPipeline(64, 1, new HeapPassTable());
        running.pipeline.replies(0).tick();
        assertTrue(running.failures.isEmpty());
        running.loops().get(0).bug = true;
        assertThrows(IllegalStateException.class, running.pipeline.replies(0)::tick);
        assertTrue(running.awaitFailure().startsWith("internal "));
    }

    @Test
    void theWatchdogCountsTicksOfOneThatStandsStill() {
        RunningPipeline running = new RunningPipeline(64, 1, new HeapPassTable());
        Watchdog watchdog = new Watchdog(running.pipeline, running);
        for (int i = 0; i < 200; i++) {
            watchdog.tick();
        }
        assertTrue(running.failures.isEmpty(), "nothing to do is not standing still");
        assertTrue(running.loops().get(0).offer());
        running.awaitDecided(1);
        // Engine and journal are through, the loop is not.
        for (int i = 0; i < 49; i++) {
            watchdog.tick();
        }
        assertTrue(running.failures.isEmpty());
        running.pipeline.replies(0).drain();
        watchdog.tick();
        assertTrue(running.failures.isEmpty(), "it moved");
        assertTrue(running.loops().get(0).offer());
        running.awaitDecided(2);
        for (int i = 0; i < 51; i++) {
            watchdog.tick();
        }
        assertTrue(running.failures.peek().contains("gh-io-0"), running.failures.toString());
    }
}
