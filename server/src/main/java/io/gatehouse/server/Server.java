package io.gatehouse.server;

import io.gatehouse.server.journal.JournalFailedException;
import io.gatehouse.server.metrics.LoopMeters;
import io.gatehouse.server.pipeline.Pace;
import io.gatehouse.server.pipeline.Pipeline;
import io.gatehouse.server.pipeline.Snapshotting;
import io.gatehouse.server.pipeline.Watchdog;
import io.gatehouse.server.seam.Clock;
import io.gatehouse.server.seam.Rng;
import io.gatehouse.server.seam.SystemClock;
import io.gatehouse.server.session.CloseReason;
import io.gatehouse.server.session.LoopSessions;
import io.gatehouse.server.session.Takeovers;
import io.gatehouse.server.transport.GateListener;
import io.gatehouse.server.transport.GateLoops;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server: its parts, their wiring, their start and stop. */
final class Server {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final long DRAIN_MILLIS = 5_000;

    private final EndOfProcess end = new EndOfProcess();
    private final State state;
    private final Pipeline pipeline;
    private final GateListener listener;
    private final Thread watchdog;
    private final Operations operations;
    private InetSocketAddress gates;

    private Server(State state, ServerConfig config, Clock clock, Rng rng) throws Exception {
        this.state = state;
        GateLoops loops = new GateLoops(config.ioThreads());
        LoopMeters[] meters = new LoopMeters[loops.count()];
        LoopSessions[] sessions = new LoopSessions[loops.count()];
        Runnable[] wakers = new Runnable[loops.count()];
        for (int i = 0; i < loops.count(); i++) {
            meters[i] = new LoopMeters(CloseReason.values().length);
            wakers[i] = loops.waker(i);
        }
        pipeline = new Pipeline(
                config.ringSize(),
                new Pipeline.Parts(
                        state.engine(),
                        state.journal(),
                        clock,
                        end,
                        state.journalMeters(),
                        wakers,
                        Pace.of(Runtime.getRuntime().availableProcessors())),
                new Snapshotting(
                        config.snapshots(),
                        new SnapshotNews(),
                        state.journalMeters().snapshots(),
                        state.snapshotPosition()));
        LoopSessions.Shared shared = new LoopSessions.Shared(
                clock,
                rng,
                config.session(),
                state.engine().register()::published,
                new Takeovers(),
                state.engine().journalId(),
                state.journal()::spaceLow);
        for (int i = 0; i < loops.count(); i++) {
            sessions[i] = new LoopSessions(i, pipeline.intake(i), shared, meters[i]);
        }
        listener = new GateListener(loops, meters);
        listener.attach(pipeline, sessions);
        watchdog = new Thread(new Watchdog(pipeline, end), "gh-watchdog");
        watchdog.setDaemon(true);
        operations = new Operations(config, state, pipeline, loops, meters, clock);
    }

    /** Recovers, brings the state up to the site folder, then serves. */
    static Server start(ServerConfig config, StartTimes times) throws Exception {
        Clock clock = new SystemClock();
        SecureRandom random = new SecureRandom();
        State state = State.recover(config, clock, random::nextLong, times);
        Server server = new Server(state, config, clock, random::nextLong);
        times.spentOn("pipeline");
        server.serve(config, times);
        LOG.info(HugePages.describe(state.passes().bytes()));
        LOG.info(
                "{} passes, {} gates, {}",
                state.passes().size(),
                state.engine().register().published().size(),
                times);
        return server;
    }

    private void serve(ServerConfig config, StartTimes times) throws Exception {
        state.engine().warmCopy();
        state.passes().handOver();
        pipeline.start();
        watchdog.start();
        operations.start();
        times.spentOn("admin");
        gates = listener.listen(new InetSocketAddress(config.listenHost(), config.listenPort()));
        operations.serving(true);
        times.spentOn("listener");
    }

    String readyLine() {
        return "gatehouse ready gates=" + hostPort(gates) + " admin=" + hostPort(operations.address());
    }

    private static String hostPort(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** SIGTERM: drains, then ends the process with 0, or with 74 where the journal had failed. */
    void stopProcess() {
        int code = Exit.INTERNAL;
        try {
            code = stop() ? Exit.OK : Exit.INTERNAL;
        } catch (JournalFailedException e) {
            LOG.error("the journal can't be closed", e);
            code = Exit.STORAGE;
        } catch (Exception e) {
            LOG.error("stop failed", e);
        }
        Runtime.getRuntime().halt(end.storageFailed() ? Exit.STORAGE : code);
    }

    /** False where not all that was accepted reached the disk in time. */
    private boolean stop() throws Exception {
        LOG.info("stopping");
        operations.serving(false);
        listener.stopAccepting();
        listener.stopReading();
        watchdog.interrupt();
        // Decisions and acks of all that was read go out while the loops still run.
        boolean drained = pipeline.close(DRAIN_MILLIS);
        listener.closeAll(CloseReason.SHUTTING_DOWN);
        listener.close();
        if (!end.storageFailed()) {
            state.journal().close();
        }
        operations.close();
        LOG.info("stopped{}", drained ? "" : ", but not all that was accepted is on disk");
        return drained;
    }
}
