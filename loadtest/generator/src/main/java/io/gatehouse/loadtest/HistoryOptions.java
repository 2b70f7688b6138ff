package io.gatehouse.loadtest;

import io.gatehouse.loadtest.journal.JournalCheck;
import io.gatehouse.loadtest.journal.JournalStart;
import io.gatehouse.loadtest.plan.History;
import io.gatehouse.loadtest.plan.PlanException;
import io.gatehouse.loadtest.run.Accounting;
import io.gatehouse.loadtest.run.Ledger;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.server.ServerSide;
import io.gatehouse.loadtest.site.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/** What the server knows of passes before the run, and its journal. */
final class HistoryOptions {
    @Option(
            names = "--verify-journal",
            paramLabel = "DIR",
            description = "The server's data folder: what passes were before the run comes from its journal, and at the"
                    + " end each acknowledged scan has to stand in it, once, as it was sent and answered.")
    private Path journal;

    @Option(
            names = "--history",
            paramLabel = "unknown",
            description = "'unknown': the server may have decided scans before and nobody can say which. An answer then"
                    + " counts as right if some history would make it so, and the report says that.")
    private Choice choice;

    /** What somebody says of the server's history. */
    enum Choice {
        UNKNOWN
    }

    /**
     * What is wrong, in words; null where nothing is.
     *
     * @param planned whether each answer is held against the right one, which depends on what was before
     * @param admin whether the server's metrics say if it has a history
     */
    String wrong(boolean planned, boolean admin) {
        if (journal != null && choice != null) {
            return "--history unknown and --verify-journal exclude each other: the journal tells the history";
        }
        if (planned && !admin && journal == null && choice == null) {
            return "which answers are right depends on what this server has decided before, and nothing tells. Name"
                    + " --admin HOST:PORT, where a server on an empty folder shows that it is one, or --verify-journal"
                    + " DIR, the data folder of one with a history. With --history unknown the run goes on, and an"
                    + " answer counts as right if some history would make it so";
        }
        return null;
    }

    /**
     * What is known of a server before a run.
     *
     * @param side the server's metrics; null where nobody looks at them
     * @throws RunFailed where it has a history and its journal is not named
     */
    JournalStart before(Site site, ServerSide side) throws RunFailed, PlanException, IOException, InterruptedException {
        if (journal != null) {
            return JournalStart.read(journal, site);
        }
        if (choice == Choice.UNKNOWN || side == null) {
            return JournalStart.of(
                    site,
                    History.UNKNOWN,
                    "nobody knows whether this server has a history (--admin, --verify-journal): answers that depend on"
                            + " earlier scans are checked against all that are possible");
        }
        long seen = side.gatesSeen();
        if (seen > 0) {
            throw new RunFailed(
                    ("this server has a history: %,d of its gates have been here before, so nobody knows who"
                                    + " is inside, who was hot, and how many outings are left. Name its data folder with"
                                    + " --verify-journal DIR, or start a server on an empty one")
                            .formatted(seen));
        }
        return JournalStart.of(site, History.NONE, null);
    }

    /** Keeps what the gates are told; null where nobody asks afterwards. */
    Ledger ledger(int gates) {
        return journal == null ? null : new Ledger(gates);
    }

    /** Holds the journal against the run, where it was named. */
    RunResult verified(RunResult result, TargetOptions.Resolved run, Ledger ledger)
            throws IOException, InterruptedException {
        if (journal == null) {
            return result;
        }
        JournalCheck.Findings found = JournalCheck.check(
                journal, run.before().position(), run.streams(), run.target().source(), ledger);
        System.out.printf(
                Locale.ROOT,
                "journal     %,d scans of the run stand in it; %,d acknowledged and not there, %,d twice, %,d otherwise%n",
                found.scans(),
                found.lost(),
                found.twice(),
                found.different());
        Accounting all = result.accounts().all();
        return result.verified(all.verified(found.lost(), found.twice(), found.different(), found.words()));
    }
}
