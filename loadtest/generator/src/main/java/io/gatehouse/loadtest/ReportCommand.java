package io.gatehouse.loadtest;

import io.gatehouse.loadtest.report.ReportFolder;
import io.gatehouse.loadtest.report.ReportFormat;
import io.gatehouse.loadtest.report.ReportPage;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws the page of a run again. */
@Command(
        name = "report",
        description = "Makes the HTML page of a run from its result.json, so that old runs can be drawn anew.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest report data/loadtest-20261124-070000",
            "  gatehouse loadtest report before/result.json -o before.html",
        })
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR|FILE", description = "A run's folder, or its result.json.")
    private Path run;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Where the page goes. Default: report.html beside the result.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        Path result = Files.isDirectory(run) ? run.resolve(ReportFormat.JSON.file()) : run;
        Path page = out != null ? out : result.resolveSibling(ReportFormat.HTML.file());
        ReportFolder.writeText(page, page(result));
        System.out.println(page);
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
