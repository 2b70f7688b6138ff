package io.gatehouse.loadtest.selftest;

import com.google.protobuf.ByteString;
import io.gatehouse.loadtest.link.GateStream;
import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.run.LoadRun;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.SiteScans;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.site.Gate;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** As many scans as the generator's own core can send and have answered. */
public final class Limit {
    private static final int PASSES = 1_000_000;

    private final int connections;
    private final int window;
    private final Duration warmup;
    private final Duration duration;

    /** @param window scans under way on each connection */
    public Limit(int connections, int window, Duration warmup, Duration duration) {
        this.connections = connections;
        this.window = window;
        this.warmup = warmup;
        this.duration = duration;
    }

    /** Against the bare echo. */
    public RunResult echo(InetSocketAddress address, long pid) throws RunFailed, InterruptedException {
        return run(new Target(address, Speech.echo(), pid, connections, scans()));
    }

    /** Against a sink that speaks the protocol: frames are decoded, decisions counted, acks recorded. */
    public RunResult sink(InetSocketAddress address, long pid) throws RunFailed, InterruptedException {
        List<GateStream> streams = IntStream.range(0, connections)
                .mapToObj(i -> new GateStream(new Gate("self-test-" + i, 1, ByteString.EMPTY)))
                .toList();
        return run(new Target(address, Speech.gates(streams), pid, connections, scans()));
    }

    private SiteScans scans() {
        return SiteScans.drawn(connections, PASSES, 1);
    }

    private RunResult run(Target target) throws RunFailed, InterruptedException {
        RunSpec spec = new RunSpec(window, 0, false, true, warmup, duration, 1);
        RunResult result = new LoadRun(target, spec, 1).run();
        if (!result.ok()) {
            throw new RunFailed("the run against %s failed: %s%n%s"
                    .formatted(
                            target.describe(),
                            result.accounts(),
                            result.failures().describe()));
        }
        return result;
    }
}
