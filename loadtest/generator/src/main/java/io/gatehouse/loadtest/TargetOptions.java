package io.gatehouse.loadtest;

import io.gatehouse.loadtest.hostile.Share;
import io.gatehouse.loadtest.journal.JournalStart;
import io.gatehouse.loadtest.link.GateStream;
import io.gatehouse.loadtest.link.LinkTls;
import io.gatehouse.loadtest.plan.PlanException;
import io.gatehouse.loadtest.plan.Replay;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.server.ServerSide;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.SiteException;
import io.gatehouse.loadtest.site.SiteReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a run is made against. */
final class TargetOptions {
    private static final int ECHO_CONNECTIONS = 256;

    @Option(
            names = "--target",
            required = true,
            paramLabel = "HOST:PORT",
            description =
                    "Where the gates connect. Without it ./gatehouse starts a server of its own, on an empty folder.")
    private HostPort target;

    @Option(
            names = "--site",
            paramLabel = "DIR",
            description = "Folder with gates, passes and secrets/gate-tokens.csv.")
    private Path site;

    @Option(
            names = "--time-zone",
            defaultValue = "Asia/Shanghai",
            paramLabel = "ZONE",
            description = "The server's: days and curfews are those of this zone.")
    private ZoneId zone;

    @Option(names = "--echo", description = "The target is 'loadtest echo': no site needed.")
    private boolean echo;

    @Option(
            names = {"--gates", "--connections", "-c"},
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = "The first N gates of the site. Default: all; 256 against an echo.")
    private int gates;

    @Option(
            names = "--server-pid",
            paramLabel = "PID",
            showDefaultValue = Visibility.NEVER,
            description = "The target's process, for its CPU time.")
    private long pid;

    @Mixin
    private TlsOptions tls;

    private List<Gate> hostile = List.of();

    /** Gates of the site that misbehave beside those of the resolved target. */
    List<Gate> hostile() {
        return hostile;
    }

    /** Whether it answers by no site. */
    boolean echo() {
        return echo;
    }

    /** What is wrong, in words; null where nothing is. */
    String wrong() {
        if (!echo && site == null) {
            return "--site is missing: its tokens let the gates in (an echo needs --echo instead)";
        }
        if (echo && tls.on()) {
            return "an echo speaks no TLS: --echo and --tls do not go together";
        }
        if (tls.wrong() != null) {
            return tls.wrong();
        }
        return gates < 0 ? "--gates begins at 1" : null;
    }

    /**
     * What a run is made against.
     *
     * @param streams of its gates; none of an echo
     * @param before what was known of the server
     */
    record Resolved(Target target, List<GateStream> streams, JournalStart before) {}

    /**
     * Reads the site and makes the plan.
     *
     * @param replay what is played again; null: people are made up
     * @param history says what the server knows of passes before the run
     * @param side the server's metrics; null where nobody looks at them
     */
    Resolved resolve(RunSpec spec, Replay replay, HistoryOptions history, ServerSide side)
            throws RunFailed, SiteException, PlanException, IOException, InterruptedException {
        if (echo) {
            int connections = gates == 0 ? ECHO_CONNECTIONS : gates;
            return new Resolved(SiteOptions.echo(target, pid, connections, spec.seed()), List.of(), null);
        }
        JournalStart before = history.before(new SiteReader(site, zone).read(), side);
        int some = gates == 0 ? spec.scenario().gates() : gates;
        double misbehave = spec.open() ? spec.scenario().behaviour().hostileShare() : 0;
        if (misbehave > 0 && tls.on()) {
            throw new RunFailed("gates that misbehave do so in the clear: no --tls with this scenario");
        }
        LinkTls by = tls.read();
        Share share = Share.of(SiteOptions.gates(before.site(), some), misbehave, spec.seed());
        hostile = share.hostile();
        List<Gate> good = share.good();
        List<GateStream> streams = good.stream().map(GateStream::new).toList();
        Target against = spec.open()
                ? SiteOptions.planned(target, pid, before, streams, spec, replay, by)
                : SiteOptions.server(target, pid, before.site(), good, spec.seed(), by);
        return new Resolved(against, streams, before);
    }
}
