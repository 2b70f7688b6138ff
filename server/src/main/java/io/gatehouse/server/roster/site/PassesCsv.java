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
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntPredicate;

/** {@code passes*.csv}, in the order of their names. Holds rows, not text. */
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
    private static final int FILE_SHIFT = 40;

    private final IntPredicate estates;
    private final Times times;
    private final Problems problems;
    private final IdPlaces places = new IdPlaces();
    private final List<String> files = new ArrayList<>();
    private TreeMap<Integer, List<PassRow>> rows = new TreeMap<>();

    private PassesCsv(IntPredicate estates, ZoneId zone, Problems problems) {
        this.estates = estates;
        this.times = new Times(zone);
        this.problems = problems;
    }

    static FirstLoad read(Path folder, IntPredicate estates, ZoneId zone, Problems problems) throws IOException {
        PassesCsv passes = new PassesCsv(estates, zone, problems);
        List<FirstLoad.Part> parts = new ArrayList<>();
        for (Path file : files(folder)) {
            parts.addAll(passes.read(file));
        }
        // A stable sort: within an estate the files keep their order.
        parts.sort(Comparator.comparingInt(FirstLoad.Part::estateId));
        return new FirstLoad(parts, passes.files.size());
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "passes*.csv")) {
            stream.forEach(found::add);
        }
        found.sort(Comparator.comparing(p -> p.getFileName().toString()));
        return found;
    }

    private List<FirstLoad.Part> read(Path file) throws IOException {
        String name = file.getFileName().toString();
        files.add(name);
        rows = new TreeMap<>();
        String sha256 = new CsvFile(file, COLUMNS, problems).read(this::take);
        List<FirstLoad.Part> parts = new ArrayList<>();
        rows.forEach((estate, list) -> parts.add(new FirstLoad.Part(estate, name, sha256, list)));
        return parts;
    }

    private void take(Row row) {
        UUID id = row.uuid("pass_id");
        int scope = row.choice("scope", SCOPES);
        int estate = estate(row, scope);
        long from = time(row, "valid_from", times.from(row.text("valid_from")));
        long until = time(row, "valid_until", times.until(row.text("valid_until")));
        if (row.good() && from != 0 && until != 0 && until <= from) {
            row.refuse("valid_until", Shown.of(row.text("valid_until")) + " is not after valid_from");
        }
        int kind = row.choice("kind", KINDS);
        int status = row.choice("status", STATUSES);
        int household = row.number("household", 0, Integer.MAX_VALUE);
        boolean property = row.flag("property_listed");
        boolean grid = row.flag("grid_listed");
        boolean declared = row.flag("declared");
        boolean quarantined = row.flag("quarantined");
        if (id != null) {
            refuseTwice(row, id);
        }
        if (row.good()) {
            long hi = id.getMostSignificantBits();
            long lo = id.getLeastSignificantBits();
            rows.computeIfAbsent(estate, k -> new ArrayList<>())
                    .add(new PassRow(
                            hi,
                            lo,
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

    private int estate(Row row, int scope) {
        int estate = row.number("estate_id", 0, EstatesCsv.HIGHEST_ID);
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

    private void refuseTwice(Row row, UUID id) {
        long place = (long) (files.size() - 1) << FILE_SHIFT | row.line();
        long before = places.putIfAbsent(id.getMostSignificantBits(), id.getLeastSignificantBits(), place);
        if (before != IdPlaces.NEW) {
            String file = files.get((int) (before >>> FILE_SHIFT));
            long line = before & (1L << FILE_SHIFT) - 1;
            row.refuse("pass_id", Shown.of(id.toString()) + " stands in " + file + ":" + line + " already");
        }
    }
}
