package io.gatehouse.server.roster.site;

import io.gatehouse.server.roster.EstateRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code estates.csv}. */
final class EstatesCsv {
    static final String FILE = "estates.csv";
    static final List<String> COLUMNS = List.of("estate_id", "name", "kind", "community");
    static final List<String> KINDS = List.of("GARDEN_ESTATE", "URBAN_VILLAGE", "OTHER");
    static final int HIGHEST_ID = 1_000_000;

    private final Map<Integer, Long> lines = new HashMap<>();
    private final TreeMap<Integer, EstateRow> rows = new TreeMap<>();

    /** By id. */
    static TreeMap<Integer, EstateRow> read(Path folder, Problems problems) throws IOException {
        EstatesCsv estates = new EstatesCsv();
        new CsvFile(folder.resolve(FILE), COLUMNS, problems).read(estates::take);
        return estates.rows;
    }

    private void take(Row row) {
        int id = row.number("estate_id", 1, HIGHEST_ID);
        String name = row.label("name");
        int kind = row.choice("kind", KINDS);
        String community = row.label("community");
        Long before = id == Row.REFUSED ? null : lines.putIfAbsent(id, row.line());
        if (before != null) {
            row.refuse("estate_id", id + " stands in line " + before + " already");
        }
        // A row with another fault still counts as known, else each of its gates would be a fault too.
        if (id != Row.REFUSED) {
            rows.putIfAbsent(id, new EstateRow(id, name, kind == 0 ? "" : KINDS.get(kind - 1), community));
        }
    }
}
