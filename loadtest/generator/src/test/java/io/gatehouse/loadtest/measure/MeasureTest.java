package io.gatehouse.loadtest.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MeasureTest {
    @Test
    void readsUserAndSystemTimeBehindAnyName() {
        String rest = "S 1 2 3 4 5 6 7 8 9 10 250 75 12 13 20 0 40";
        assertEquals(3.25, ProcessCpu.secondsOf("4711 (java) " + rest), 1e-9);
        assertEquals(3.25, ProcessCpu.secondsOf("4711 (a) b (c) " + rest), 1e-9);
    }

    @Test
    void cpuTimeOfThisProcessGrowsAndOfNoneIsRefused() throws IOException {
        ProcessCpu own = new ProcessCpu(ProcessHandle.current().pid());
        double before = own.seconds();
        long x = 1;
        while (own.seconds() < before + 0.02) {
            x = x * 31 + 7;
        }
        assertTrue(x != 0);
        assertThrows(IOException.class, () -> new ProcessCpu(999_999_999).seconds());
    }

    @Test
    void aProcessWithChildrenHasTheTimeOfThoseThatEndedAndThoseThatLive() throws Exception {
        ProcessCpu alone = new ProcessCpu(ProcessHandle.current().pid());
        ProcessCpu all = new ProcessCpu(ProcessHandle.current().pid(), true);
        Process child =
                new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; read x").start();
        ProcessCpu childs = new ProcessCpu(child.pid());
        double before = childs.seconds();
        while (childs.seconds() < before + 0.05) {
            Thread.onSpinWait();
        }
        double living = all.seconds() - alone.seconds();
        assertTrue(living >= 0.05 - 0.011, "of a child that lives: " + living);
        child.getOutputStream().close();
        child.waitFor();
        double ended = all.seconds() - alone.seconds();
        assertTrue(ended >= living - 0.011, "and when it has ended: " + ended + ", not less than " + living);
        assertEquals(3.5, ProcessCpu.secondsWithEnded("1 (a) S 1 2 3 4 5 6 7 8 9 10 250 75 12 13 20 0 40"), 1e-9);
    }

    @Test
    void memoryIsNotDurable() throws IOException {
        assertTrue(Machine.isVolatile("tmpfs"));
        assertFalse(Machine.isVolatile("ext4"));
        Path memory = Path.of("/dev/shm");
        if (java.nio.file.Files.isDirectory(memory)) {
            assertTrue(Machine.durability(memory).startsWith("NOT DURABLE"), Machine.durability(memory));
        }
    }

    @Test
    void latenciesKeepThreeDigitsAndTheirBounds() {
        Latency latency = new Latency();
        latency.record(-5, 1);
        latency.record(1_234_567, 98);
        latency.record(Long.MAX_VALUE, 1);
        assertEquals(100, latency.count());
        assertEquals(1.2346, latency.millis(50), 0.0013);
        assertEquals(600_000, latency.maxMillis(), 600);
        latency.reset();
        assertEquals(0, latency.millis(99));
    }

    @Test
    void whatIsMeasuredIsAHalfOpenInterval() {
        Tally tally = new Tally();
        assertFalse(tally.measures(5));
        tally.measureFrom = 10;
        tally.measureTo = 20;
        assertFalse(tally.measures(9));
        assertTrue(tally.measures(10));
        assertTrue(tally.measures(19));
        assertFalse(tally.measures(20));
    }

    @Test
    void whatIsPackedReadsAsBefore() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        ByteBuffer room = Latency.packingRoom();
        int rounds = 50;
        for (int round = 0; round < rounds; round++) {
            Latency open = new Latency();
            Latency packed = new Latency();
            // The first one stays empty; some are beyond what can be told apart.
            int values = round == 0 ? 0 : 1 << round % 17;
            for (int i = 0; i < values; i++) {
                long nanos = random.nextLong() >>> random.nextInt(1, 64);
                long count = random.nextInt(1, 1000);
                open.record(nanos, count);
                packed.record(nanos, count);
            }
            packed.pack(room);
            assertEquals(open.histogram(), packed.histogram(), "seed " + seed);
            assertEquals(open.count(), packed.count());
            assertEquals(open.maxMillis(), packed.maxMillis());
            assertEquals(open.sumSeconds(), packed.sumSeconds());
            assertEquals(open.countUpTo(5_000_000), packed.countUpTo(5_000_000));
            for (double percentile : new double[] {0, 50, 99, 99.9, 100}) {
                assertEquals(open.millis(percentile), packed.millis(percentile), "seed " + seed);
            }
            Latency sum = new Latency();
            sum.add(packed);
            assertEquals(open.histogram(), sum.histogram(), "seed " + seed);
            assertTrue(packed.footprint() < open.footprint());
        }
        System.out.printf("%d packed, seed %d%n", rounds, seed);
    }
}
