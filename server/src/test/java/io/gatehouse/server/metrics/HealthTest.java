package io.gatehouse.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class HealthTest {
    @Test
    void oneWrongPartIsEnough() {
        AtomicReference<String> roster = new AtomicReference<>("not loaded");
        Health health = new Health(
                List.of(), List.of(new Health.Check("journal", () -> null), new Health.Check("roster", roster::get)));
        assertTrue(health.live().ok());
        assertFalse(health.ready().ok());
        assertEquals(
                List.of(new Health.Part("journal", null), new Health.Part("roster", "not loaded")),
                health.ready().parts());
        roster.set(null);
        assertTrue(health.ready().ok());
    }

    @Test
    void aCheckThatFailsIsNotWell() {
        Health health = new Health(
                List.of(new Health.Check("engine", () -> {
                    throw new IllegalStateException("secret");
                })),
                List.of());
        assertEquals(
                "can't be told: IllegalStateException",
                health.live().parts().get(0).wrong());
    }

    @Test
    void aConsumerHangsOnlyWhereItHasWorkAndDoesNotMove() {
        TestSources.ManualClock clock = new TestSources.ManualClock();
        AtomicLong at = new AtomicLong(4);
        AtomicLong could = new AtomicLong(4);
        Progress progress = new Progress(at::get, could::get, clock);
        for (int i = 0; i < 10; i++) {
            clock.nanos += 1_000_000_000;
            assertNull(progress.get(), "idle");
        }
        for (int i = 0; i < 10; i++) {
            clock.nanos += 1_000_000_000;
            at.incrementAndGet();
            could.set(at.get() + 100);
            assertNull(progress.get(), "busy");
        }
        for (int i = 0; i < 4; i++) {
            clock.nanos += 1_000_000_000;
            assertNull(progress.get(), "not long enough");
        }
        clock.nanos += 1_000_000_000;
        assertNotNull(progress.get());
        at.incrementAndGet();
        assertNull(progress.get(), "moves again");
    }

    @Test
    void aPausedProcessIsNotAHungOne() {
        TestSources.ManualClock clock = new TestSources.ManualClock();
        Progress progress = new Progress(() -> 4, () -> 9, clock);
        assertNull(progress.get());
        clock.nanos += 3_600_000_000_000L;
        assertNull(progress.get());
        clock.nanos += 3_600_000_000_000L;
        assertNull(progress.get());
        clock.nanos += 1_000_000_000L;
        assertNotNull(progress.get());
    }
}
