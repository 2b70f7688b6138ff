package io.gatehouse.loadtest;

import io.gatehouse.loadtest.compare.ComparisonText;
import io.gatehouse.loadtest.compare.ResultComparison;
import io.gatehouse.loadtest.compare.ResultFile;
import io.gatehouse.loadtest.compare.Side;
import io.gatehouse.loadtest.judge.Nearest;
import io.gatehouse.loadtest.report.ReportFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Two results beside each other. */
@Command(
        name = "compare",
        description = {
            "Compares two results of 'run', 'capacity' or the canonical run: folders, or their result.json. Several of a",
            "side, with commas between, are taken by their medians; what the runs of A differ by among themselves is",
            "tolerated too. Tolerances by default: capacity and events_per_cpu_second 10%%, rate 5%%, decision.p50 20%%,",
            "p90 25%%, p99 35%%, ack.p50 25%%, ack.p99 50%%; nothing more may be unsent, undecided, unacknowledged, lost,",
            "duplicated, reordered, wrong or failed; the rest is only shown. Latencies that differ by less than 0.02 ms",
            "(p50), 0.05 ms (p90), 0.25 ms (p99; acks: 0.25 ms, 1 ms) are the same."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing is worse", "1:a result cannot be read", "64:usage", "99:worse than a tolerance"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest compare before after",
            "  gatehouse loadtest compare a1,a2,a3 b1,b2,b3 --tolerance decision.p99=10%% --markdown comment.md",
            "  gatehouse loadtest compare before after --tolerance decision.p99.9=50%% --tolerance rate=none",
        })
final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", split = ",", arity = "1", paramLabel = "A", description = "Before: a result, or several.")
    private List<Path> before;

    @Parameters(index = "1", split = ",", arity = "1", paramLabel = "B", description = "After: likewise.")
    private List<Path> after;

    @Option(
            names = "--tolerance",
            paramLabel = "FIGURE=PERCENT%",
            description = "By how much a figure may be worse; none: it is only shown. Can be given again.")
    private List<String> tolerances = List.of();

    @Option(names = "--markdown", paramLabel = "FILE|-", description = "Writes a Markdown table there; - prints it.")
    private String markdown;

    @Override
    public Integer call() throws IOException {
        Map<String, Double> shares = new HashMap<>();
        for (String typed : tolerances) {
            tolerance(typed, shares);
        }
        ResultComparison comparison = new ResultComparison(side(before), side(after), shares);
        PrintWriter out = spec.commandLine().getOut();
        if ("-".equals(markdown)) {
            out.print(ComparisonText.markdown(comparison));
        } else {
            out.print(ComparisonText.plain(comparison));
            if (markdown != null) {
                ReportFolder.writeText(Path.of(markdown), ComparisonText.markdown(comparison));
            }
        }
        out.flush();
        return comparison.worse().isEmpty() ? Main.OK : Main.THRESHOLD;
    }

    private static Side side(List<Path> paths) throws IOException {
        List<ResultFile> results = new ArrayList<>();
        for (Path path : paths) {
            results.add(ResultFile.read(path));
        }
        return new Side(results);
    }

    private void tolerance(String typed, Map<String, Double> shares) {
        int equals = typed.indexOf('=');
        String name = equals < 0 ? typed : typed.substring(0, equals);
        if (!ResultComparison.names().contains(name)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--tolerance: '%s' is no figure; the nearest is '%s', example: --tolerance decision.p99=10%%; known: %s"
                            .formatted(
                                    name,
                                    Nearest.of(name, ResultComparison.names()),
                                    String.join(" ", ResultComparison.names())));
        }
        String value = equals < 0 ? "" : typed.substring(equals + 1);
        if (!value.matches("none|\\d{1,6}(\\.\\d{1,3})?%")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--tolerance %s: '%s' is neither a percentage nor none; example: --tolerance %s=10%%"
                            .formatted(name, value, name));
        }
        shares.put(
                name,
                value.equals("none") ? Double.NaN : Double.parseDouble(value.substring(0, value.length() - 1)) / 100);
    }
}
