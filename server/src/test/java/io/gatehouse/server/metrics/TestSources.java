package io.gatehouse.server.metrics;

import io.gatehouse.server.engine.Event;
import io.gatehouse.server.log.LogTally;
import io.gatehouse.server.seam.Clock;
import io.gatehouse.server.session.CloseReason;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A page over meters that a test writes. */
final class TestSources {
    static final List<String> CLOSE_REASONS =
            Arrays.stream(CloseReason.values()).map(CloseReason::label).toList();

    final ManualClock clock = new ManualClock();
    final List<LoopMeters> loops = List.of(new LoopMeters(CLOSE_REASONS.size()), new LoopMeters(CLOSE_REASONS.size()));
    final JournalMeters journal = new JournalMeters(clock);
    final UpkeepMeters upkeep = new UpkeepMeters();
    long seen = 7;

    static final class ManualClock implements Clock {
        long wallUs = 1_580_000_000_000_000L;
        long nanos;

        @Override
        public long wallUs() {
            return wallUs;
        }

        @Override
        public long nanos() {
            return nanos;
        }
    }

    MetricsPage page() {
        // It has no thread before its first task.
        List<EventExecutor> loop = List.of(new DefaultEventExecutor());
        return new MetricsPage(
                new Sources(
                        loops,
                        CLOSE_REASONS,
                        journal,
                        new Sources.Ring(() -> 3, () -> 16_384, () -> 2),
                        new Sources.Gates(() -> 10, () -> seen, () -> 20_000, upkeep),
                        new Sources.Roster(() -> 280_000, () -> 350_000, () -> 12, () -> 77, () -> 0),
                        new Sources.Program("1.2.3", "abc", new LogTally())),
                new MetricsPage.Machine(PooledByteBufAllocator.DEFAULT, loop, Path.of(".")));
    }

    static String text(MetricsPage page) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        page.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Series, as written, and value. */
    static Map<String, Double> series(String text) {
        Map<String, Double> series = new TreeMap<>();
        for (String line : text.split("\n")) {
            if (!line.startsWith("#")) {
                int space = line.lastIndexOf(' ');
                Double before = series.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
                if (before != null) {
                    throw new AssertionError("twice: " + line);
                }
            }
        }
        return series;
    }

    static Event event(Event.Kind kind) {
        Event event = new Event();
        event.clear();
        event.kind = kind;
        event.result = Event.Result.RECORDED;
        event.receivedAtUs = 1_580_000_000_000_000L;
        event.judgedAtUs = event.receivedAtUs;
        return event;
    }

    static Event scan(int verdict, int... reasons) {
        Event event = event(Event.Kind.SCAN);
        event.answered = true;
        event.verdict = verdict;
        for (int reason : reasons) {
            event.reasons |= 1 << reason;
        }
        return event;
    }
}
