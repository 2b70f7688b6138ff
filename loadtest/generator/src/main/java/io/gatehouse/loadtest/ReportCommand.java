package io.gatehouse.loadtest;

import io.gatehouse.loadtest.report.ReportFolder;
import io.gatehouse.loadtest.report.ReportFormat;
import io.gatehouse.loadtest.report.ReportPage;
import io.gatehouse.loadtest.report.RunJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws the page of a run again. */
@Command(
        name = "report",
        description = "Makes the HTML page of a run from its result.json, so that old runs can be drawn anew.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest report data/loadtest-20261124-070000",
            "  gatehouse loadtest report before/result.json -o before.html",
            "  gatehouse loadtest report --schema",
        })
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "DIR|FILE", description = "A run's folder, or its result.json.")
    private Path run;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Where the page goes. Default: report.html beside the result.")
    private Path out;

    @Option(names = "--schema", description = "Prints the JSON schema of result.json instead.")
    private boolean schema;

    @Override
    public Integer call() throws IOException {
        PrintWriter terminal = spec.commandLine().getOut();
        if (schema) {
            terminal.print(RunJson.schema());
            terminal.flush();
            return Main.OK;
        }
        if (run == null) {
            throw new ParameterException(spec.commandLine(), "which run? Give its folder or its result.json");
        }
        Path result = Files.isDirectory(run) ? run.resolve(ReportFormat.JSON.file()) : run;
        Path page = out != null ? out : result.resolveSibling(ReportFormat.HTML.file());
        ReportFolder.writeText(page, page(result));
        terminal.println(page);
        terminal.flush();
        return Main.OK;
    }

    private static String page(Path result) throws IOException {
        if (!Files.isRegularFile(result)) {
            throw new IOException("there is no %s: give a run's folder or its result.json".formatted(result));
        }
        try {
            return ReportPage.of(Files.readString(result));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new IOException("%s: %s".formatted(result, e.getMessage()), e);
        }
    }
}
