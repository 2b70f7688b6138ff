package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.run.LoadRun;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.Target;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Drives peers in turns: a machine drifts within minutes, so only what stands side by side compares. A peer that fails
 * has no further turns; the others go on.
 */
public final class Contest {
    private final Lineup lineup;
    private final Plan plan;
    private final Score score;
    private final PrintStream out;
    private final List<Peer> standing;

    /**
     * How it goes.
     *
     * @param windows scans under way on each connection, one after the other in each round
     * @param first how long what is compiled while it runs is driven before all rounds; may be 0
     * @param warmup before each turn
     * @param duration measured in each turn
     */
    public record Plan(
            List<Integer> windows, int rounds, Duration first, Duration warmup, Duration duration, long seed) {}

    /** @param out told of each turn */
    Contest(Lineup lineup, Plan plan, Score score, PrintStream out) {
        this.lineup = lineup;
        this.standing = new ArrayList<>(lineup.peers());
        this.plan = plan;
        this.score = score;
        this.out = out;
    }

    void run() throws InterruptedException {
        if (!plan.first.isZero()) {
            warmUp();
        }
        for (int round = 1; round <= plan.rounds; round++) {
            for (int window : plan.windows) {
                for (Peer peer : List.copyOf(standing)) {
                    turn(peer, round, window);
                }
            }
        }
    }

    /** A JVM compiles for long; the others are at their pace at once. */
    private void warmUp() throws InterruptedException {
        int window = plan.windows.get(plan.windows.size() / 2);
        RunSpec spec = new RunSpec(window, 0, false, true, Duration.ZERO, plan.first, plan.seed);
        for (Peer peer : List.copyOf(standing)) {
            if (peer.kind().compiles()) {
                say("warm-up: %s, window %d", peer.kind().label(), window);
                drive(peer, spec, "during the warm-up");
            }
        }
    }

    private void turn(Peer peer, int round, int window) throws InterruptedException {
        String when = "round %d of %d, window %d".formatted(round, plan.rounds, window);
        say("%s: %s ...", when, peer.kind().label());
        RunSpec spec = new RunSpec(window, 0, false, true, plan.warmup, plan.duration, plan.seed);
        RunResult result = drive(peer, spec, "in " + when);
        if (result != null) {
            Turn turn = Turn.of(result, peer.target().speech().acknowledges());
            score.add(window, peer.kind(), round, turn);
            say(
                    "%s: %s %,.0f events/s, %,.0f for each second of its CPU",
                    when, peer.kind().label(), turn.eventsPerSecond(), turn.eventsPerCpuSecond());
        }
    }

    /** Null where it failed. */
    private RunResult drive(Peer peer, RunSpec spec, String when) throws InterruptedException {
        String wrong;
        try {
            RunResult result = new LoadRun(peer.target(), spec, 1).run();
            wrong = wrong(peer.target(), result);
            if (wrong == null) {
                peer.tidy();
                return result;
            }
        } catch (RunFailed | IOException e) {
            wrong = e.getMessage();
        }
        if (lineup.isClosed()) {
            throw new InterruptedException("stopped");
        }
        String ended = peer.ended();
        String words = ended == null
                ? "failed %s: %s".formatted(when, wrong)
                : "ended %s: %s%n  the driver saw: %s".formatted(when, ended, wrong);
        score.fail(peer.kind(), words.strip());
        standing.remove(peer);
        say("FAILED: %s %s", peer.kind().label(), words.strip());
        return null;
    }

    /** What is wrong with the answers; null where nothing is. */
    private static String wrong(Target target, RunResult result) {
        if (!result.ok()) {
            return "%d scans sent, %d without an answer, %d not acknowledged, %d failures%n%s"
                    .formatted(
                            result.total().sent,
                            result.accounts().undecided(),
                            result.accounts().unacknowledged(),
                            result.failures().total(),
                            result.failures().describe());
        }
        // A server that judges has reasons of its own for each verdict, but none for none.
        boolean judged = result.total().verdicts[0] == 0 && result.total().verdicts[Roster.ALLOW] > 0;
        return target.speech().acknowledges() && !judged ? "decisions without a verdict, or none that allows" : null;
    }

    private void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
