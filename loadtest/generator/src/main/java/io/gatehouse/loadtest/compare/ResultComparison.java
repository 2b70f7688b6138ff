package io.gatehouse.loadtest.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two sides beside each other. */
public final class ResultComparison {
    private final Side before;
    private final Side after;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> warnings;

    /**
     * Compares.
     *
     * @param tolerances by the name of the figure, as a share; NaN = it is only shown
     * @throws IOException where the results are not of one kind
     */
    public ResultComparison(Side before, Side after, Map<String, Double> tolerances) throws IOException {
        this.before = before;
        this.after = after;
        List<ResultFile> all = new ArrayList<>(before.results());
        all.addAll(after.results());
        for (ResultFile each : all) {
            if (!each.kind().equals(before.first().kind())) {
                throw new IOException("%s is a result of '%s', %s one of '%s': they do not compare"
                        .formatted(before.first().file(), before.first().kind(), each.file(), each.kind()));
            }
        }
        warnings = Differences.of(all);
        for (Figure figure : Figure.ALL) {
            row(figure.tolerating(tolerances.getOrDefault(figure.name(), figure.tolerance())));
        }
    }

    private void row(Figure figure) {
        Row row = new Row(figure, before.median(figure), after.median(figure), before.spread(figure));
        if (Double.isNaN(row.before()) && Double.isNaN(row.after())) {
            return;
        }
        rows.add(row);
        if (Double.isNaN(row.before()) != Double.isNaN(row.after())) {
            warnings.add("only one side has measured " + figure.name());
        }
    }

    /** Names that a tolerance can be given for. */
    public static List<String> names() {
        return Figure.ALL.stream().map(Figure::name).toList();
    }

    /** Figures that are worse than their tolerance. */
    public List<String> worse() {
        return rows.stream()
                .filter(row -> row.mark() == Row.Mark.WORSE)
                .map(row -> row.figure().name())
                .toList();
    }

    /** What makes them hard to compare. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    List<Row> rows() {
        return rows;
    }

    Side before() {
        return before;
    }

    Side after() {
        return after;
    }
}
