package io.gatehouse.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatehouse.server.seam.Clock;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Repeats are left out, and nothing of them gets lost in the counts. */
final class RepeatsTest {
    private static final class TestClock implements Clock {
        long nanos = Long.MAX_VALUE - 5;

        @Override
        public long wallUs() {
            return 0;
        }

        @Override
        public long nanos() {
            return nanos;
        }
    }

    private final TestClock clock = new TestClock();
    private final Repeats repeats = new Repeats(clock);
    private final LogTally tally = new LogTally();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void tenAMinuteThenACount() {
        for (int i = 0; i < Repeats.MOST; i++) {
            assertTrue(repeats.offer("a", i).write());
        }
        for (int i = 0; i < 7; i++) {
            assertFalse(repeats.offer("a", 100 + i).write());
        }
        assertTrue(repeats.offer("b", 0).write(), "another kind");
        assertEquals(0, repeats.due(false).size());
        clock.nanos += Repeats.MINUTE_NANOS - 1;
        assertFalse(repeats.offer("a", 200).write());
        clock.nanos++;
        Repeats.Answer answer = repeats.offer("a", 300);
        assertTrue(answer.write());
        assertEquals(8, answer.left().count());
        assertEquals(100, answer.left().first());
        assertNull(repeats.offer("a", 301).left());
    }

    @Test
    void whatIsLeftOutIsToldWithoutAnother() {
        for (int i = 0; i < Repeats.MOST + 3; i++) {
            repeats.offer("a", i);
        }
        assertEquals(3, repeats.due(true).get(0).count(), "at the end");
        assertEquals(0, repeats.due(true).size(), "once");
        repeats.offer("a", 0);
        clock.nanos += Repeats.MINUTE_NANOS;
        assertEquals(1, repeats.due(false).get(0).count());
        assertEquals(0, repeats.due(false).size());
    }

    @Test
    void kindsTakeBoundedMemory() {
        for (int i = 0; i < Repeats.KINDS; i++) {
            repeats.offer("kind " + i, i);
        }
        for (int i = 0; i < 1_000; i++) {
            assertEquals(i < Repeats.MOST, repeats.offer("more " + i, i).write(), "all further ones are one");
        }
        assertTrue(repeats.offer("kind 0", 0).write());
        clock.nanos += Repeats.MINUTE_NANOS;
        assertEquals(990, repeats.due(false).get(0).count());
        assertTrue(repeats.offer("more 5", 0).write());
    }

    /** Lines written, and those told as left out, are those logged: whatever the times. */
    @Test
    void nothingIsLost() {
        LoggerContext context = new LoggerContext();
        LogOutput output =
                new LogOutput(new JsonLayout(new PassHash(new byte[PassHash.KEY_BYTES])), repeats, tally, out);
        output.setContext(context);
        output.start();
        Logger logger = context.getLogger("io.gatehouse.test");
        logger.addAppender(output);
        logger.setLevel(Level.INFO);
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        LogEvent[] events = {LogEvent.GATE_REFUSED, LogEvent.SITE_REFUSED, LogEvent.STOP_FAILED};
        long[] logged = new long[LogEvent.LABELS.size()];
        long others = 0;
        for (int i = 0; i < 5_000; i++) {
            clock.nanos += random.nextLong(Repeats.MINUTE_NANOS / 50);
            LogEvent event = events[random.nextInt(events.length)];
            switch (random.nextInt(20)) {
                case 0 -> output.tellLeftOut(false);
                case 1 -> {
                    logger.warn("of a library");
                    logged[LogEvent.OTHER.ordinal()]++;
                }
                case 2 -> {
                    logger.info("below a warning");
                    others++;
                }
                default -> {
                    event.warn(logger).addKeyValue("conn_id", i).log("number {}", i);
                    logged[event.ordinal()]++;
                }
            }
        }
        output.tellLeftOut(true);
        long[] read = new long[logged.length];
        long below = 0;
        long repeated = 0;
        for (String text : out.toString(StandardCharsets.UTF_8).split("\n")) {
            JsonObject line = JsonParser.parseString(text).getAsJsonObject();
            long stands = line.has("repeated") ? line.get("repeated").getAsLong() : 1;
            repeated += line.has("repeated") ? stands : 0;
            if (line.get("level").getAsString().equals("info")) {
                below += stands;
            } else {
                read[
                        line.has("event")
                                ? LogEvent.LABELS.indexOf(line.get("event").getAsString())
                                : 0] += stands;
            }
        }
        for (LogEvent event : LogEvent.values()) {
            assertEquals(logged[event.ordinal()], read[event.ordinal()], () -> event + ", seed " + seed);
            assertEquals(logged[event.ordinal()], tally.count(event), () -> event + ", seed " + seed);
        }
        assertEquals(others, below);
        assertEquals(repeated, tally.suppressed());
        assertTrue(repeated > 1_000, "the test leaves out too little: " + repeated);
    }
}
