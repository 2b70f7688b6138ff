package io.gatehouse.server.engine;

import static io.gatehouse.server.engine.PassBuilder.pass;

import io.gatehouse.server.engine.Event.Kind;
import io.gatehouse.server.roster.Change.PolicyChange;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the engine costs for a live scan of a resident, with a roster that fits into the cache: look-ups have a benchmark
 * of their own. {@code decide} is judging alone, {@code takeIn} also applies.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
@State(Scope.Thread)
public class DecideBench {
    private static final int PASSES = 1_000;

    /** Whether curfew and outing quota are on. */
    @Param({"false", "true"})
    boolean allPolicies;

    private final TestSite site = new TestSite();
    private final SplittableRandom random = new SplittableRandom(1);
    private final Event event = new Event();
    private long sequence;

    @Setup
    public void fill() {
        if (allPolicies) {
            site.change(new PolicyChange(1, Map.of(), Map.of("outings", "9", "curfew.RESIDENT", "05:00-23:00")));
        }
        for (int i = 0; i < PASSES; i++) {
            site.put(pass(i).household(1 + i / 4));
        }
    }

    @Benchmark
    public int fillOnly() {
        prepare(1);
        return event.direction;
    }

    @Benchmark
    public int decide() {
        prepare(1);
        site.engine.locate(event);
        site.engine.decide(event);
        return event.reasons;
    }

    @Benchmark
    public int takeIn() {
        prepare(++sequence);
        site.engine.locate(event);
        site.engine.takeIn(event);
        return event.reasons;
    }

    private void prepare(long number) {
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
    }
}
