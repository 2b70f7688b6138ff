package io.gatehouse.loadtest;

import io.gatehouse.loadtest.judge.Verdicts;
import io.gatehouse.loadtest.report.RunJson;
import io.gatehouse.loadtest.report.RunText;
import io.gatehouse.loadtest.run.RunResult;
import io.gatehouse.loadtest.run.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What is left of a run when it is over. */
final class OutputOptions {
    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures there too.")
    private Path json;

    /** Says and writes what came of it. */
    void write(Target target, RunResult result, Verdicts verdicts) throws IOException {
        System.out.print(RunText.of(target, result));
        System.out.print(verdicts.text());
        if (json != null) {
            Files.writeString(json, RunJson.of(target, result, verdicts));
        }
    }
}
