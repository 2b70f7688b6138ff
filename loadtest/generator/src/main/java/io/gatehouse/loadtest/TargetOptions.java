package io.gatehouse.loadtest;

import io.gatehouse.loadtest.plan.History;
import io.gatehouse.loadtest.plan.PlanException;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.site.SiteException;
import io.gatehouse.loadtest.site.SiteReader;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Option;

/** What a run is made against. */
final class TargetOptions {
    private static final int ECHO_CONNECTIONS = 256;

    @Option(names = "--target", required = true, paramLabel = "HOST:PORT", description = "Where the gates connect.")
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
            description = "The first N gates of the site. Default: all; 256 against an echo.")
    private int gates;

    @Option(names = "--server-pid", paramLabel = "PID", description = "The target's process, for its CPU time.")
    private long pid;

    /** What is wrong, in words; null where nothing is. */
    String wrong() {
        if (!echo && site == null) {
            return "--site is missing: its tokens let the gates in (an echo needs --echo instead)";
        }
        return gates < 0 ? "--gates begins at 1" : null;
    }

    /**
     * Reads the site and makes the plan.
     *
     * @param history what the server knows of passes before the run
     */
    Target resolve(RunSpec spec, History history) throws RunFailed, SiteException, PlanException {
        if (echo) {
            return SiteOptions.echo(target, pid, gates == 0 ? ECHO_CONNECTIONS : gates, spec.seed());
        }
        Site from = new SiteReader(site, zone).read();
        List<Gate> some = SiteOptions.gates(from, gates == 0 ? spec.scenario().gates() : gates);
        return spec.open()
                ? SiteOptions.planned(target, pid, from, some, spec, history)
                : SiteOptions.server(target, pid, from, some, spec.seed());
    }
}
