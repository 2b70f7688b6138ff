package io.gatehouse.loadtest.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A comparison for people. */
public final class ComparisonText {
    private static final String[] HEAD = {"figure", "A", "B", "change", "tolerance", ""};

    private ComparisonText() {}

    /** Plain lines. */
    public static String plain(ResultComparison comparison) {
        List<String[]> table = new ArrayList<>();
        table.add(HEAD);
        comparison.rows().forEach(row -> table.add(row.cells()));
        int[] widths = new int[HEAD.length];
        for (String[] row : table) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        text.append("A  ").append(side(comparison.before())).append('\n');
        text.append("B  ").append(side(comparison.after())).append("\n\n");
        for (String[] row : table) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                boolean left = i == 0 || i == row.length - 1;
                line.append(("%" + (left ? "-" : "") + Math.max(1, widths[i]) + "s  ").formatted(row[i]));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        comparison
                .warnings()
                .forEach(warning -> text.append("MIND  ").append(warning).append('\n'));
        return text.append('\n').append(conclusion(comparison)).append('\n').toString();
    }

    /** A table for a comment on a change. */
    public static String markdown(ResultComparison comparison) {
        StringBuilder text = new StringBuilder();
        text.append("**Load test: ").append(cell(conclusion(comparison))).append("**\n\n");
        text.append("A: ").append(cell(side(comparison.before()))).append("  \n");
        text.append("B: ").append(cell(side(comparison.after()))).append("\n\n");
        text.append("| figure | A | B | change | tolerance | |\n|---|---:|---:|---:|---:|---|\n");
        for (Row row : comparison.rows()) {
            String[] cells =
                    Arrays.stream(row.cells()).map(ComparisonText::cell).toArray(String[]::new);
            boolean worse = row.mark() == Row.Mark.WORSE;
            cells[5] = worse ? "**" + cells[5] + "**" : cells[5];
            text.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
        if (!comparison.warnings().isEmpty()) {
            text.append('\n');
            comparison
                    .warnings()
                    .forEach(warning ->
                            text.append("- Mind: ").append(cell(warning)).append('\n'));
        }
        return text.toString();
    }

    private static String conclusion(ResultComparison comparison) {
        List<String> worse = comparison.worse();
        return worse.isEmpty() ? "nothing is worse than its tolerance" : "WORSE: " + String.join(", ", worse);
    }

    private static String side(Side side) {
        ResultFile first = side.first();
        String server = first.text("server", "");
        String runs = side.results().size() == 1
                ? ""
                : ", median of %d".formatted(side.results().size());
        return first.file() + runs + ", " + first.text("startedAt", "") + (server.isEmpty() ? "" : ", " + server);
    }

    private static String cell(String text) {
        return text.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("*", "\\*")
                .replace('\n', ' ');
    }
}
