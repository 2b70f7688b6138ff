package io.gatehouse.server.roster.site;

import io.gatehouse.server.roster.PassRow;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** {@code passes*.csv}, in the order of their names. Holds neither text nor rows. */
final class PassesCsv {
    static final List<String> COLUMNS = List.of(
            "pass_id",
            "estate_id",
            "kind",
            "scope",
            "valid_from",
            "valid_until",
            "status",
            "household",
            "property_listed",
            "grid_listed",
            "declared",
            "quarantined");
    static final List<String> KINDS = List.of("RESIDENT", "VISITOR", "STAFF", "MEDICAL", "COURIER");
    static final List<String> SCOPES = List.of("ESTATE", "COMMUNITY", "ALL");
    static final List<String> STATUSES = List.of("ACTIVE", "SUSPENDED", "REVOKED");

    private final IntPredicate estates;
    private final Times times;
    private final Problems problems;
    private final Consumer<PassRow> good;

    private PassesCsv(IntPredicate estates, ZoneId zone, Problems problems, Consumer<PassRow> good) {
        this.estates = estates;
        this.times = new Times(zone);
        this.problems = problems;
        this.good = good;
    }

    /** Reads all files, keeps none of their rows, and reports everything that is wrong with them. */
    static FirstLoad check(Path folder, IntPredicate estates, ZoneId zone, Problems problems) throws IOException {
        List<Path> paths = files(folder);
        List<FirstLoad.Part> parts = new ArrayList<>();
        long[] passes = {0};
        try (PassIds ids = new PassIds(paths)) {
            PassesCsv csv = new PassesCsv(estates, zone, problems, row -> passes[0]++);
            for (Path path : paths) {
                ids.next();
                String sha256 = csv.read(path, ids::take);
                parts.add(new FirstLoad.Part(path, sha256));
            }
        }
        return new FirstLoad(parts, passes[0], estates, zone);
    }

    /** Reads one file again. */
    static String readAgain(Path path, IntPredicate estates, ZoneId zone, Problems problems, Consumer<PassRow> good)
            throws IOException {
        return new PassesCsv(estates, zone, problems, good).read(path, row -> {});
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "passes*.csv")) {
            stream.forEach(found::add);
        }
        found.sort(Comparator.comparing(p -> p.getFileName().toString()));
        return found;
    }

    private String read(Path file, Consumer<Row> withId) throws IOException {
        return new CsvFile(file, COLUMNS, problems).read(row -> take(row, withId));
    }

    private void take(Row row, Consumer<Row> withId) {
        boolean hasId = row.uuid("pass_id");
        int estateField = row.number("estate_id", 0, EstatesCsv.HIGHEST_ID);
        int kind = row.choice("kind", KINDS);
        int scope = row.choice("scope", SCOPES);
        int estate = estate(row, estateField, scope);
        long from = time(row, "valid_from", times.from(row.text("valid_from")));
        long until = time(row, "valid_until", times.until(row.text("valid_until")));
        if (row.good() && from != 0 && until != 0 && until <= from) {
            row.refuse("valid_until", Shown.of(row.text("valid_until")) + " is not after valid_from");
        }
        int status = row.choice("status", STATUSES);
        int household = row.number("household", 0, Integer.MAX_VALUE);
        boolean property = row.flag("property_listed");
        boolean grid = row.flag("grid_listed");
        boolean declared = row.flag("declared");
        boolean quarantined = row.flag("quarantined");
        if (hasId) {
            withId.accept(row);
        }
        if (row.good()) {
            good.accept(new PassRow(
                    row.hi(),
                    row.lo(),
                    estate,
                    kind,
                    scope,
                    from,
                    until,
                    status,
                    household,
                    property,
                    grid,
                    declared,
                    quarantined));
        }
    }

    private int estate(Row row, int estate, int scope) {
        if (estate == Row.REFUSED) {
            return estate;
        }
        if (scope == PassRow.SCOPE_ALL && estate != 0) {
            row.refuse("estate_id", estate + " with scope ALL, which wants 0");
        } else if ((scope == PassRow.SCOPE_ESTATE || scope == PassRow.SCOPE_COMMUNITY) && estate == 0) {
            row.refuse("estate_id", "0 without scope ALL");
        } else if (estate != 0 && !estates.test(estate)) {
            row.refuse("estate_id", estate + " does not stand in " + EstatesCsv.FILE);
        }
        return estate;
    }

    private static long time(Row row, String column, long us) {
        if (us == Times.REFUSED) {
            row.refuse(column, Shown.of(row.text(column)) + " is neither an ISO 8601 date nor a time after 1970");
        }
        return us;
    }
}
