package io.gatehouse.server;

import io.gatehouse.server.journal.JournalFailedException;
import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.log.Logs;
import io.gatehouse.server.metrics.LoopMeters;
import io.gatehouse.server.metrics.UpkeepMeters;
import io.gatehouse.server.pipeline.Pipeline;
import io.gatehouse.server.pipeline.Snapshotting;
import io.gatehouse.server.pipeline.Watchdog;
import io.gatehouse.server.seam.Clock;
import io.gatehouse.server.seam.Rng;
import io.gatehouse.server.seam.SystemClock;
import io.gatehouse.server.session.Caps;
import io.gatehouse.server.session.CloseReason;
import io.gatehouse.server.session.Doorkeeper;
import io.gatehouse.server.session.LoopSessions;
import io.gatehouse.server.transport.GateListener;
import io.gatehouse.server.transport.GateLoops;
import io.gatehouse.server.transport.GateTls;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server: its parts, their wiring, their start and stop. */
final class Server {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final EndOfProcess end = new EndOfProcess();
    private final State state;
    private final Pipeline pipeline;
    private final GateListener listener;
    private final Thread watchdog;
    private final Operations operations;
    private final int drainMillis;
    private final GateTls tls;
    private final Reloads reloads;
    private final Logs logs;
    private InetSocketAddress gates;

    private Server(State state, ServerConfig config, Parts parts) throws Exception {
        this.state = state;
        drainMillis = config.drainMillis();
        Clock clock = parts.clock;
        tls = parts.tls;
        logs = parts.logs;
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
                        state.engine(), state.journal(), clock, end, state.journalMeters(), wakers, config.pace()),
                new Snapshotting(
                        config.snapshots(),
                        new SnapshotNews(),
                        state.journalMeters().snapshots(),
                        state.snapshotPosition()));
        Doorkeeper door = new Doorkeeper(clock, parts.rng, parts.caps);
        LoopSessions.Shared shared = new LoopSessions.Shared(
                clock,
                parts.rng,
                config.session(),
                state.engine().register()::published,
                door,
                state.engine().journalId(),
                state.journal()::spaceLow);
        for (int i = 0; i < loops.count(); i++) {
            sessions[i] = new LoopSessions(i, pipeline.intake(i), shared, meters[i]);
        }
        listener = new GateListener(loops, meters, door, tls, config.writeWatermark());
        listener.attach(pipeline, sessions);
        watchdog = new Thread(new Watchdog(pipeline, end), "gh-watchdog");
        watchdog.setDaemon(true);
        UpkeepMeters upkeep = new UpkeepMeters();
        SiteReload site = new SiteReload(config.siteDir(), state.engine(), pipeline, upkeep);
        reloads = new Reloads(tls, site, upkeep, parts.reload);
        operations = new Operations(
                config, state, pipeline, door, loops, new Operations.Meters(meters, upkeep, parts.logs.tally()), clock);
    }

    /** What comes from outside. */
    private record Parts(Clock clock, Rng rng, Caps caps, GateTls tls, Semaphore reload, Logs logs) {}

    /**
     * Recovers, brings the state up to the site folder, then serves.
     *
     * @param reload a permit for each time that certificates and site folder are to be read again
     */
    static Server start(ServerConfig config, StartTimes times, Semaphore reload, Logs logs) throws Exception {
        Clock clock = new SystemClock();
        GateTls tls = config.tls() == null ? null : GateTls.load(config.tls(), clock::wallUs);
        if (tls != null && tls.expired()) {
            LogEvent.CERTIFICATE_EXPIRED.error(LOG).log("the certificate for gates has expired: they will not come");
        }
        LOG.info("gates connect {}", tls == null ? "without TLS: tokens travel in the clear" : "by " + tls);
        times.spentOn("tls");
        SecureRandom random = new SecureRandom();
        // Before anything is opened or made: it may be that there is no room for it.
        Caps caps = Room.fit(config);
        State state = State.recover(config, clock, random::nextLong, times);
        Server server = new Server(state, config, new Parts(clock, random::nextLong, caps, tls, reload, logs));
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
        gates = listener.listen(
                new InetSocketAddress(config.listenHost(), config.listenPort()), config.listenBacklog());
        operations.serving(true);
        reloads.start();
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
            LogEvent.JOURNAL_NOT_CLOSED.error(LOG).setCause(e).log("the journal can't be closed");
            code = Exit.STORAGE;
        } catch (Exception e) {
            LogEvent.STOP_FAILED.error(LOG).setCause(e).log("stop failed");
        }
        logs.close();
        Runtime.getRuntime().halt(end.storageFailed() ? Exit.STORAGE : code);
    }

    /** False where not all that was accepted reached the disk in time. */
    private boolean stop() throws Exception {
        LOG.info("stopping");
        operations.serving(false);
        listener.stopAccepting();
        listener.stopReading();
        watchdog.interrupt();
        reloads.stop();
        // Decisions and acks of all that was read go out while the loops still run.
        boolean drained = pipeline.close(drainMillis);
        listener.closeAll(CloseReason.SHUTTING_DOWN);
        listener.close();
        if (tls != null) {
            tls.close();
        }
        if (!end.storageFailed()) {
            state.journal().close();
        }
        operations.close();
        LOG.info("stopped{}", drained ? "" : ", but not all that was accepted is on disk");
        return drained;
    }
}
