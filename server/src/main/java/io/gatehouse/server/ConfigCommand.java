package io.gatehouse.server;

import com.typesafe.config.Config;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gatehouse config}: looks at a configuration, without a server. */
@Command(
        name = "config",
        description = "Looks at a configuration: the file, the environment, the profile and the defaults together.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Exit.USAGE,
        footer = {
            "",
            "Examples:",
            "  gatehouse config check --config gatehouse.conf",
            "  gatehouse config show --config gatehouse.conf --origin",
            "  gatehouse config show --profile city",
            "",
            "Exit codes: 0 good, 64 usage, 78 bad configuration."
        })
final class ConfigCommand implements Runnable {
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    /** @param environment of the process */
    ConfigCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Where a configuration comes from. */
    static final class Where {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "HOCON; every key is in docs/CONFIG.md. Without it: defaults and environment.")
        private Path file;

        @Option(
                names = "--profile",
                paramLabel = "NAME",
                description = "laptop, server or city; goes before the key 'profile'.")
        private String profile;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "name what to do, for example: gatehouse config check --config gatehouse.conf");
    }

    @Command(
            name = "check",
            description = "Checks names, ranges and relations of all keys, and prints everything that is wrong.",
            mixinStandardHelpOptions = true,
            exitCodeOnInvalidInput = Exit.USAGE,
            footer = {
                "",
                "Examples:",
                "  gatehouse config check --config gatehouse.conf",
                "  gatehouse config check --config gatehouse.conf --profile city",
                "",
                "Exit codes: 0 good, 64 usage, 78 bad configuration."
            })
    int check(@Mixin Where where) throws BadConfigException {
        ServerConfig.load(where.file, environment, where.profile);
        out().println("The configuration is good.");
        out().flush();
        return Exit.OK;
    }

    @Command(
            name = "show",
            description =
                    "Prints the value of every key, secrets masked: itself a configuration. What is wrong with it goes"
                            + " to standard error.",
            mixinStandardHelpOptions = true,
            exitCodeOnInvalidInput = Exit.USAGE,
            footer = {
                "",
                "Examples:",
                "  gatehouse config show --config gatehouse.conf --origin",
                "  gatehouse config show --profile city",
                "",
                "Exit codes: 0 good, 64 usage, 78 bad configuration."
            })
    int show(
            @Mixin Where where,
            @Option(
                            names = "--origin",
                            description =
                                    "Says where each is from: default, file and line, variable of the environment,"
                                            + " profile.")
                    boolean origin)
            throws BadConfigException {
        ConfigLoader loader = new ConfigLoader();
        Config config = loader.load(where.file, environment, where.profile);
        ConfigView.lines(config, origin).forEach(out()::println);
        out().flush();
        new ConfigCheck(config, loader.errors()).set();
        if (!loader.errors().isEmpty()) {
            throw new BadConfigException(loader.errors());
        }
        return Exit.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
