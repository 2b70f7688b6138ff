package io.gatehouse.server;

import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.log.Logs;
import io.gatehouse.server.seam.SystemClock;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a server until SIGTERM. */
@Command(
        name = "server",
        description = "Runs a server in the foreground until SIGTERM or Ctrl-C, then drains and exits 0.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  gatehouse server --config gatehouse.conf",
            "  gatehouse server --config gatehouse.conf --profile city",
            "  GATEHOUSE_LISTEN__PORT=7171 gatehouse server --config gatehouse.conf",
            "",
            "SIGHUP reads certificates and the site folder again. The configuration wants a restart.",
            "When it serves, standard output has one line 'gatehouse ready gates=HOST:PORT admin=HOST:PORT'.",
            "Exit codes: 0 stopped, 64 usage, 65 bad site or journal data, 70 internal, 74 storage failed,",
            "75 data folder in use, 78 bad configuration."
        })
final class ServerCommand implements Callable<Integer> {
    /** The threads go on; the process ends by a signal or a failure. */
    static final int KEEPS_RUNNING = -1;

    private static final Logger LOG = LoggerFactory.getLogger(ServerCommand.class);
    private static final String LEAK_SAMPLING = "io.netty.leakDetection.samplingInterval";

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "HOCON; every key is in docs/CONFIG.md")
    private Path config;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "laptop, server or city: values for machines of one size; goes before the key 'profile'")
    private String profile;

    @Spec
    private CommandSpec spec;

    private final StartTimes times;

    ServerCommand(StartTimes times) {
        this.times = times;
    }

    @Override
    public Integer call() throws Exception {
        // Netty follows one buffer in so many to find leaks. Its default, 128, costs 30 bytes of garbage a scan.
        if (System.getProperty(LEAK_SAMPLING) == null) {
            System.setProperty(LEAK_SAMPLING, "16384");
        }
        ServerConfig loaded = ServerConfig.load(config, System.getenv(), profile);
        Logs logs =
                Logs.start(loaded.logFormat(), loaded.logLevel(), LogKey.read(loaded.logPassKey()), new SystemClock());
        times.spentOn("config");
        // From here on: one that comes while the server starts is not to end it.
        Semaphore reload = new Semaphore(0);
        if (!Hangup.handle(reload::release)) {
            LogEvent.HANGUP_IGNORED
                    .warn(LOG)
                    .log(
                            "SIGHUP is ignored in this process (nohup?): certificates and site folder are read at a start only");
        }
        Server server = Server.start(loaded, times, reload, logs);
        Runtime.getRuntime().addShutdownHook(new Thread(server::stopProcess, "gh-stop"));
        spec.commandLine().getOut().println(server.readyLine());
        spec.commandLine().getOut().flush();
        return KEEPS_RUNNING;
    }
}
