package io.gatehouse.loadtest.peers;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One comparison from the first turn to its tables. Use once, from one thread. */
public final class Comparison {
    private final Lineup lineup;
    private final Contest.Plan plan;
    private final PrintStream out;
    private final Score score;

    /**
     * One that has not begun.
     *
     * @param lineup with all that are there
     * @param asked those that were asked for, in the order of the table
     */
    public Comparison(Lineup lineup, List<PeerKind> asked, Contest.Plan plan, PrintStream out) {
        this.lineup = lineup;
        this.plan = plan;
        this.out = out;
        this.score = new Score(asked, lineup.missing());
    }

    /**
     * Makes it and prints its tables.
     *
     * @return whether all that ran gave right answers
     */
    public boolean run() throws InterruptedException {
        lineup.peers().forEach(peer -> out.printf("  %-11s %s%n", peer.kind().label(), peer.describe()));
        lineup.missing().forEach((kind, how) -> out.printf("  %-11s MISSING. Type: %s%n", kind.label(), how));
        out.println();
        new Contest(lineup, plan, score, out).run();
        new PeersTable(score, out).print(plan.windows(), lineup.connections(), plan.rounds());
        return score.failed().isEmpty();
    }

    /** The figures as JSON. */
    public String json(String machine) {
        Map<PeerKind, String> words = new EnumMap<>(PeerKind.class);
        lineup.peers().forEach(peer -> words.put(peer.kind(), peer.describe()));
        return PeersJson.of(score, plan, machine, lineup.connections(), words);
    }
}
