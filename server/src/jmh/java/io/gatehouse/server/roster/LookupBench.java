package io.gatehouse.server.roster;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
 * What finding a pass and writing its state costs, uniformly over the roster: one at a time, and 64 located before the
 * first is used, as the engine does it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 2)
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
public class LookupBench {
    private static final int BATCH = 64;

    @Param({"1000000", "20000000"})
    int passes;

    private ChroniclePassTable table;
    private final SplittableRandom random = new SplittableRandom(1);
    private final long[] his = new long[BATCH];
    private final long[] los = new long[BATCH];
    private final long[] handles = new long[BATCH];

    @Setup
    public void fill() {
        table = new ChroniclePassTable(passes, new Audit(Audit.SAMPLED));
        for (int i = 0; i < passes; i++) {
            table.put(new PassRow(
                    hi(i),
                    lo(i),
                    1 + i % 167,
                    1,
                    PassRow.SCOPE_ESTATE,
                    0,
                    0,
                    PassRow.ACTIVE,
                    i / 3,
                    true,
                    true,
                    true,
                    false));
        }
        // JMH measures on threads of its own.
        table.handOver();
    }

    @TearDown
    public void close() {
        table.close();
    }

    private static long hi(long n) {
        return (n + 1) * 0x9e37_79b9_7f4a_7c15L;
    }

    private static long lo(long n) {
        return (n ^ n >>> 33) * 0xff51_afd7_ed55_8ccdL;
    }

    @Benchmark
    public long oneAtATime() {
        int n = random.nextInt(passes);
        return use(table.locate(hi(n), lo(n)));
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long batchOf64() {
        for (int i = 0; i < BATCH; i++) {
            int n = random.nextInt(passes);
            his[i] = hi(n);
            los[i] = lo(n);
        }
        table.locate(his, los, handles, BATCH);
        long sum = 0;
        for (int i = 0; i < BATCH; i++) {
            sum += use(handles[i]);
        }
        return sum;
    }

    /** The map's own look-up, without the index in front of it. */
    @Benchmark
    public long mapAlone() {
        int n = random.nextInt(passes);
        return use(table.locateInMap(hi(n), lo(n)));
    }

    /** Reads and writes what a scan does. */
    private long use(long handle) {
        Pass pass = table.at(handle);
        long sum = pass.kind() + pass.status() + pass.validUntilUs() + pass.estateId() + pass.place();
        pass.setState(Pass.INSIDE, pass.lastPassageUs() + 1, 7, 1, pass.lastHighUs());
        return sum;
    }
}
