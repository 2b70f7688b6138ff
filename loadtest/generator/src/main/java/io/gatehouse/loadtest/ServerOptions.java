package io.gatehouse.loadtest;

import io.gatehouse.loadtest.measure.Machine;
import io.gatehouse.loadtest.measure.Pinning;
import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.site.SiteException;
import io.gatehouse.loadtest.site.SiteReader;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A running server that figures are made against, and where both sides run. */
final class ServerOptions {
    @Option(
            names = "--target",
            required = true,
            paramLabel = "HOST:PORT",
            description =
                    "Where the gates connect. Without it ./gatehouse starts a server of its own, on an empty folder.")
    private HostPort target;

    @Option(
            names = "--server-pid",
            paramLabel = "PID",
            showDefaultValue = Visibility.NEVER,
            description = "The server's process, for its CPU time.")
    private long pid;

    @Option(names = "--site", required = true, paramLabel = "DIR", description = "The server's site folder.")
    private Path site;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "The server's: says what file system it is on.")
    private Path dataDir;

    @Option(names = "--server-version", paramLabel = "TEXT", description = "The server's, for the report.")
    private String version;

    @Option(names = "--pin-generator", paramLabel = "CPU", description = "Ties this process to a core.")
    private String pinGenerator;

    @Mixin
    private TlsOptions tls;

    /** For a command whose figures are about the server's CPU time. */
    void needsPid(CommandSpec command) {
        if (pid == 0) {
            throw new ParameterException(
                    command.commandLine(), "--server-pid is missing: the figures are about the server's CPU time");
        }
    }

    HostPort at() {
        return target;
    }

    long pid() {
        return pid;
    }

    /** The core of the generator; null = any. */
    String pinGenerator() {
        return pinGenerator;
    }

    void pin() throws IOException {
        if (pinGenerator != null) {
            Pinning.pinSelf(pinGenerator);
        }
    }

    Site read() throws SiteException {
        return new SiteReader(site).read();
    }

    /**
     * The first gates of a site that was read.
     *
     * @param gates how many; 0 = all
     */
    Target target(Site from, int gates, long seed) throws RunFailed {
        if (tls.wrong() != null) {
            throw new RunFailed(tls.wrong());
        }
        return SiteOptions.server(target, pid, from, SiteOptions.gates(from, gates), seed, tls.read());
    }

    /** Says whether what the server keeps outlives the power. */
    String durability() {
        return dataDir == null ? "data folder not named: durability unknown" : Machine.durability(dataDir);
    }

    /** Version and commit of the server. */
    String version() {
        return version == null ? "version not named" : version;
    }
}
