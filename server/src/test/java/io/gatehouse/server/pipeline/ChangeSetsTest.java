package io.gatehouse.server.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.proto.v1.PassKind;
import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.journal.GateNumbers;
import io.gatehouse.server.journal.JournalReader;
import io.gatehouse.server.journal.RecordReader;
import io.gatehouse.server.journal.SnapshotSummary;
import io.gatehouse.server.journal.StateVisitor;
import io.gatehouse.server.roster.Audit;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.ChroniclePassTable;
import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.HeapPassTable;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.RowChange;
import io.gatehouse.testing.Counts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Change-sets through the ring with its threads: in slices, one after the other, over a roster that grows, under snapshots. */
@Timeout(120)
final class ChangeSetsTest {
    private static final int ROWS = 3_000;

    @Test
    void setsThatAreOfferedTogetherGoInOneAfterTheOther() throws Exception {
        int sets = Counts.of(10, 40, 200);
        ExecutorService maker = Executors.newSingleThreadExecutor();
        try (ChroniclePassTable table = new ChroniclePassTable(0, new Audit(1))) {
            long room = table.room();
            table.growInSteps(maker);
            RunningPipeline running = new RunningPipeline(1_024, 1, table);
            ready(running);
            List<Order> orders = new ArrayList<>();
            for (int i = 0; i < sets; i++) {
                orders.add(running.pipeline.submit(additions(i, i)));
                if (i % 3 == 0) {
                    running.pipeline.orderSnapshot();
                }
            }
            for (int i = 0; i < sets; i++) {
                assertEquals(i + 1, orders.get(i).durable().get(60, TimeUnit.SECONDS));
            }
            while (running.pipeline.ask(running.engine::working).get(60, TimeUnit.SECONDS)) {
                Thread.sleep(1);
            }
            assertEquals(sets * ROWS, table.size());
            assertTrue(table.room() > room);
            byte[] state = running.pipeline.ask(() -> state(running.engine)).get(60, TimeUnit.SECONDS);
            while (running.disk.list().stream().noneMatch(name -> name.endsWith(".snapshot"))) {
                drain(running);
                Thread.sleep(1);
            }
            drain(running);
            assertTrue(closed(running));
            assertArrayEquals(state, recovered(running));
            assertEquals(List.of(), List.copyOf(running.failures));
        } finally {
            maker.shutdown();
        }
        Counts.report("change-sets of " + ROWS + " rows", sets, 200);
    }

    /** A row that can't stand refuses the set, the turn goes on to the next one. */
    @Test
    void aRefusedSetLetsTheNextOneCome() throws Exception {
        RunningPipeline running = new RunningPipeline(1_024, 1, new HeapPassTable());
        ready(running);
        assertEquals(1, running.pipeline.submit(additions(0, 0)).durable().get(60, TimeUnit.SECONDS));
        Order again = running.pipeline.submit(additions(0, 1));
        Order moved = running.pipeline.submit(additions(1, 0));
        Order next = running.pipeline.submit(additions(1, 1));
        assertEquals(2, next.durable().get(60, TimeUnit.SECONDS));
        assertTrue(refusal(again).contains("row 1: "), refusal(again));
        assertFalse(refusal(moved).isEmpty());
        drain(running);
        assertTrue(closed(running));
    }

    private static String refusal(Order order) {
        return assertThrows(ExecutionException.class, () -> order.durable().get(60, TimeUnit.SECONDS))
                .getCause()
                .getMessage();
    }

    private static void ready(RunningPipeline running) throws Exception {
        running.pipeline
                .submit(new Change.EstateChange(null, new EstateRow(1, "estate", "OTHER", "")))
                .durable()
                .get(60, TimeUnit.SECONDS);
    }

    /** Nobody else takes the replies. */
    private static void drain(RunningPipeline running) {
        running.pipeline.replies(0).drain();
    }

    /** What is published while it closes has to be taken too. */
    private static boolean closed(RunningPipeline running) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread loop = new Thread(() -> {
            while (!over.get()) {
                drain(running);
                LockSupport.parkNanos(1_000_000);
            }
        });
        loop.start();
        try {
            return running.pipeline.close(20_000);
        } finally {
            over.set(true);
            loop.join();
        }
    }

    private static Change.PassChanges additions(int set, long baseVersion) {
        List<RowChange> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(new RowChange(null, row(set * ROWS + i)));
        }
        return new Change.PassChanges(set + 1, Change.IMPORT, 1, baseVersion, "test", "", "test", "", rows);
    }

    private static PassRow row(int number) {
        return new PassRow(
                0x1234_5678_9ABC_4DEFL * (number + 1),
                number,
                1,
                PassKind.PASS_KIND_RESIDENT_VALUE,
                PassRow.SCOPE_ESTATE,
                1,
                0,
                PassRow.ACTIVE,
                1 + number / 3,
                true,
                true,
                true,
                false);
    }

    private static byte[] state(Engine engine) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            engine.writeState(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** From the newest snapshot, and the journal behind it. */
    private static byte[] recovered(RunningPipeline running) throws IOException {
        Engine fresh = new Engine(new HeapPassTable());
        RecordReader reader = new RecordReader(new GateNumbers() {
            @Override
            public int numberOf(byte[] utf8, int offset, int length) {
                return fresh.register().numberOf(utf8, offset, length);
            }

            @Override
            public byte[] idOf(int number) {
                return fresh.register().gateId(number);
            }
        });
        Event event = new Event();
        long[] states = new long[1];
        JournalReader.read(running.disk, new StateVisitor() {
            @Override
            public void onState(byte[] bytes, int offset, int length) throws IOException {
                states[0]++;
                if (!fresh.readPass(bytes, offset, length)) {
                    fresh.readState(SnapshotRecord.parser().parseFrom(bytes, offset, length));
                }
            }

            @Override
            public void onStateRead(SnapshotSummary snapshot) {
                fresh.stateRead();
            }

            @Override
            public void onPassedOver(String name, String why) {
                throw new AssertionError(why);
            }

            @Override
            public void onRecord(long position, byte[] bytes, int offset, int length) throws IOException {
                reader.read(bytes, offset, length, event);
                fresh.apply(event);
            }
        });
        assertTrue(states[0] > 0);
        return state(fresh);
    }
}
