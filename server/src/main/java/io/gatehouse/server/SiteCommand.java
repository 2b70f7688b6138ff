package io.gatehouse.server;

import io.gatehouse.server.roster.site.DemoSite;
import io.gatehouse.server.roster.site.GateToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gatehouse site}: works on site folders, without a server. */
@Command(
        name = "site",
        description = "Works on site folders.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeOnInvalidInput = 64,
        footer = {
            "",
            "Examples:",
            "  gatehouse site demo --out site --seed 7 --residents 5000 --gates 20",
            "  gatehouse site token",
            "",
            "Exit codes: 0 ok, 64 usage, 74 the folder cannot be written."
        })
final class SiteCommand implements Runnable {
    private static final String AS_THE_DATA_SAYS = "-1";

    private final Clock clock;

    @Spec
    private CommandSpec spec;

    /** @param clock says what today is */
    SiteCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run() {
        throw wrong("name what to do, for example: gatehouse site demo --out site");
    }

    @Command(
            name = "demo",
            description = "Makes a site like a subdistrict in February 2020: estates, gates, policy and passes.",
            mixinStandardHelpOptions = true,
            exitCodeOnInvalidInput = 64,
            footer = {
                "",
                "Examples:",
                "  gatehouse site demo --out site",
                "  gatehouse site demo --out site --seed 7 --residents 5000 --gates 20 --force",
                "",
                "Exit codes: 0 made, 64 usage, or the folder is not empty, 74 it cannot be written."
            })
    int demo(
            @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to make it in.")
                    Path out,
            @Option(
                            names = "--seed",
                            defaultValue = "1",
                            paramLabel = "N",
                            description = "One seed on one day gives the same bytes; default 1.")
                    long seed,
            @Option(
                            names = "--residents",
                            defaultValue = AS_THE_DATA_SAYS,
                            paramLabel = "N",
                            description = "Passes of residents; default as the subdistrict has.")
                    int residents,
            @Option(
                            names = "--gates",
                            defaultValue = AS_THE_DATA_SAYS,
                            paramLabel = "N",
                            description = "Gates; default as the subdistrict has.")
                    int gates,
            @Option(names = "--force", description = "Replaces the site that stands in the folder.") boolean force)
            throws IOException {
        if (residents < -1 || gates < -1 || gates == 0) {
            throw wrong("--residents is 0 or more, --gates is 1 or more");
        }
        try {
            report(out, new DemoSite(seed, residents, gates).write(out, clock, force));
            return 0;
        } catch (FileAlreadyExistsException e) {
            throw wrong(out + " is not empty; --force replaces the site in it");
        }
    }

    @Command(
            name = "token",
            description = "Draws a token for a gate, and prints what gates.csv holds of it. It is shown this once.",
            mixinStandardHelpOptions = true,
            exitCodeOnInvalidInput = 64,
            footer = {"", "Example:", "  gatehouse site token", "", "Exit codes: 0 ok, 64 usage."})
    int token() {
        byte[] secret = new byte[GateToken.SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        String token = GateToken.of(secret);
        PrintWriter print = spec.commandLine().getOut();
        print.printf("token        %s%n", token);
        print.printf("token_sha256 %s%n", GateToken.sha256(token));
        print.flush();
        return 0;
    }

    private void report(Path out, DemoSite.Made made) {
        PrintWriter print = spec.commandLine().getOut();
        print.printf(
                "Made %s: %,d communities, %,d estates, %,d gates, %,d passes.%n",
                out, made.communities(), made.estates(), made.gates(), made.passes());
        print.printf(
                "The gates' tokens stand in %s; they follow from the seed and protect nothing.%n",
                out.resolve("secrets").resolve("gate-tokens.csv"));
        print.printf("Next: set site-dir = \"%s\" in a configuration and run: gatehouse server --config FILE%n", out);
        print.flush();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
