package io.gatehouse.server.roster.site;

import io.gatehouse.server.roster.GateRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** {@code gates.csv}. */
final class GatesCsv {
    static final String FILE = "gates.csv";
    static final List<String> COLUMNS = List.of("gate_id", "estate_id", "name", "token_sha256");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern DIGEST = Pattern.compile("[0-9A-Fa-f]{64}");

    private final IntPredicate estates;
    private final Map<String, Long> lines = new HashMap<>();
    private final TreeMap<String, GateRow> rows = new TreeMap<>();

    private GatesCsv(IntPredicate estates) {
        this.estates = estates;
    }

    /** By id. */
    static TreeMap<String, GateRow> read(Path folder, IntPredicate estates, Problems problems) throws IOException {
        GatesCsv gates = new GatesCsv(estates);
        new CsvFile(folder.resolve(FILE), COLUMNS, problems).read(gates::take);
        return gates.rows;
    }

    private void take(Row row) {
        String id = row.text("gate_id");
        boolean idGood = ID.matcher(id).matches();
        if (!idGood) {
            row.refuse("gate_id", Shown.of(id) + " is not 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        int estate = row.number("estate_id", 1, EstatesCsv.HIGHEST_ID);
        if (estate != Row.REFUSED && !estates.test(estate)) {
            row.refuse("estate_id", estate + " does not stand in " + EstatesCsv.FILE);
        }
        String name = row.label("name");
        List<String> digests = digests(row);
        Long before = idGood ? lines.putIfAbsent(id, row.line()) : null;
        if (before != null) {
            row.refuse("gate_id", Shown.of(id) + " stands in line " + before + " already");
        }
        if (row.good()) {
            rows.put(id, new GateRow(id, estate, name, digests));
        }
    }

    /** The value itself is never shown: somebody may have put the token there. */
    private static List<String> digests(Row row) {
        String[] parts = row.text("token_sha256").split(" ", -1);
        List<String> digests = new ArrayList<>();
        for (String part : parts) {
            if (DIGEST.matcher(part).matches()) {
                digests.add(part.toLowerCase(Locale.ROOT));
            }
        }
        if (parts.length > 2 || digests.size() != parts.length) {
            row.refuse("token_sha256", "is not 64 hex digits, or twice 64 with a space between");
        }
        return digests;
    }
}
