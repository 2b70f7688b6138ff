package io.gatehouse.server.sim;

import io.gatehouse.server.journal.EventJournal;
import io.gatehouse.server.metrics.JournalMeters;
import io.gatehouse.server.metrics.LoopMeters;
import io.gatehouse.server.pipeline.Failure;
import io.gatehouse.server.pipeline.Intake;
import io.gatehouse.server.pipeline.LoopReplies;
import io.gatehouse.server.pipeline.Pipeline;
import io.gatehouse.server.session.CloseReason;
import io.gatehouse.server.session.LoopSessions;
import io.gatehouse.server.session.Session;
import io.gatehouse.server.session.SessionOptions;
import io.gatehouse.server.session.Takeovers;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One life of the server, from recovery to its end: the real parts, stepped on one thread in any order. */
final class SimServer implements Failure {
    private final List<SimWire> wires = new ArrayList<>();
    private final ArrayDeque<Runnable> background;
    private final SplittableRandom random;
    private final Pipeline pipeline;
    private final Intake intake;
    private final LoopReplies replies;
    private final LoopSessions sessions;
    private Throwable storageFailure;

    /** Brings the site in, then serves. */
    SimServer(
            SimRecovery from,
            SimClock clock,
            SimOptions options,
            Sabotage sabotage,
            ArrayDeque<Runnable> background,
            SplittableRandom random)
            throws IOException {
        this.background = background;
        this.random = random;
        EventJournal journal = new EventJournal(from.journal());
        new SimSite(from.engine(), from.passes(), journal, clock).load(random::nextLong);
        pipeline = new Pipeline(
                options.ring(),
                new Pipeline.Parts(
                        from.engine(), journal, clock, this, new JournalMeters(clock), new Runnable[] {() -> {}}));
        intake = pipeline.intake(0);
        replies = pipeline.replies(0);
        SessionOptions session = SessionOptions.DEFAULT;
        sessions = new LoopSessions(
                0,
                intake,
                new LoopSessions.Shared(
                        clock,
                        random::nextLong,
                        new SessionOptions(
                                options.window(),
                                session.heartbeatMillis(),
                                session.decisionDeadlineMillis(),
                                session.helloMillis(),
                                session.frameMillis(),
                                session.slowReaderMillis(),
                                session.ackHoldMillis()),
                        from.engine().register()::published,
                        new Takeovers(),
                        from.engine().journalId(),
                        journal::spaceLow),
                new LoopMeters(CloseReason.values().length));
        replies.listen(sabotage == Sabotage.EARLY_ACK ? new EarlyAcks(sessions) : sessions);
    }

    Session connect(SimWire wire) {
        wires.add(wire);
        return sessions.connect(wire);
    }

    List<SimWire> wires() {
        return wires;
    }

    void endOfPass() {
        intake.endOfPass();
    }

    void tick() {
        sessions.onTick();
    }

    /** One thread of the server goes one step on. */
    void step() {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> pipeline.stepEngine();
            case 3, 4, 5 -> {
                if (replies.pending()) {
                    replies.drain();
                }
            }
            case 6 -> {
                if (!pipeline.stepJournal() && !failed()) {
                    pipeline.stepIdle();
                }
            }
            default -> {
                if (!background.isEmpty()) {
                    background.poll().run();
                }
            }
        }
    }

    boolean idle() {
        return pipeline.backlog() == 0 && !replies.pending() && background.isEmpty();
    }

    boolean failed() {
        return pipeline.failed();
    }

    @Override
    public void storage(Throwable cause) {
        storageFailure = cause;
    }

    Throwable storageFailure() {
        return storageFailure;
    }

    @Override
    public void internal(Throwable cause) {
        throw new AssertionError("a bug in the pipeline", cause);
    }
}
