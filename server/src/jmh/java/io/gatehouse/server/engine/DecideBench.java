package io.gatehouse.server.engine;

import static io.gatehouse.server.engine.PassBuilder.pass;

import io.gatehouse.server.engine.Event.Kind;
import io.gatehouse.server.roster.Audit;
import io.gatehouse.server.roster.Change.PolicyChange;
import io.gatehouse.server.roster.ChroniclePassTable;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the engine costs for a resident's live scan, uniformly over a roster of 280,000: locate, decide and apply, one at
 * a time and 64 located at once. {@code decide} changes nothing; {@code fillOnly} is what of it the benchmark itself costs.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"
        })
@State(Scope.Thread)
public class DecideBench {
    private static final int PASSES = 280_000;
    private static final int BATCH = 64;

    /** Whether curfew and outing quota are on. */
    @Param({"false", "true"})
    boolean allPolicies;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Event[] events = new Event[BATCH];
    private final LongFunction<Event> byNumber = at -> events[(int) at];
    private ChroniclePassTable table;
    private TestSite site;
    private long sequence;

    @Setup
    public void fill() {
        table = new ChroniclePassTable(PASSES, new Audit(Audit.SAMPLED));
        for (int i = 0; i < PASSES; i++) {
            table.put(pass(i).household(1 + i / 3).row());
        }
        // JMH measures on threads of its own.
        table.handOver();
        site = new TestSite(table);
        if (allPolicies) {
            site.change(new PolicyChange(1, Map.of(), Map.of("outings", "9", "curfew.RESIDENT", "05:00-23:00")));
        }
        for (int i = 0; i < BATCH; i++) {
            events[i] = new Event();
        }
    }

    @TearDown
    public void close() {
        table.close();
    }

    @Benchmark
    public int fillOnly() {
        return prepare(events[0], 1).direction;
    }

    @Benchmark
    public int decide() {
        Event event = prepare(events[0], 1);
        site.engine.locate(event);
        site.engine.decide(event);
        return event.reasons;
    }

    @Benchmark
    public int oneAtATime() {
        Event event = prepare(events[0], ++sequence);
        site.engine.locate(event);
        site.engine.takeIn(event);
        return event.reasons;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int batchOf64() {
        for (Event event : events) {
            prepare(event, ++sequence);
        }
        site.engine.locate(byNumber, 0, BATCH - 1);
        int reasons = 0;
        for (Event event : events) {
            site.engine.takeIn(event);
            reasons |= event.reasons;
        }
        return reasons;
    }

    private Event prepare(Event event, long number) {
        site.now += 1_000;
        event.clear();
        event.kind = Kind.SCAN;
        event.gate = 0;
        event.session = 1;
        event.streamId = 100;
        event.sequence = number;
        event.receivedAtUs = site.now;
        event.gateTimeUs = site.now;
        event.temperature = 366;
        TestSite.pass(event, random.nextInt(PASSES), 1 + (int) (number & 1));
        return event;
    }
}
