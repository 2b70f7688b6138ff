package io.gatehouse.loadtest.site;

import com.google.protobuf.ByteString;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** Reads gates, tokens and passes of a site folder. It takes the columns it needs and leaves the rest to the server. */
public final class SiteReader {
    private static final String TOKENS = "secrets/gate-tokens.csv";

    private final Path folder;
    private final ZoneId zone;
    private final LocalDate today;
    private final SiteTimes times;

    /**
     * A reader of one folder, in the zone where sites usually are.
     *
     * @param folder holds {@code gates.csv}, {@code passes*.csv} and {@code secrets/gate-tokens.csv}
     */
    public SiteReader(Path folder) {
        this(folder, Rules.USUAL_ZONE);
    }

    /** The same in another zone. */
    public SiteReader(Path folder, ZoneId zone) {
        this.folder = folder;
        this.zone = zone;
        this.today = LocalDate.now(zone);
        this.times = new SiteTimes(zone);
    }

    /**
     * Reads the folder.
     *
     * @throws SiteException when a file is missing or has a row that is no gate, token or pass
     */
    public Site read() throws SiteException {
        Map<String, ByteString> tokens = new HashMap<>();
        rows(
                folder.resolve(TOKENS),
                row -> tokens.put(row.text("gate_id"), ByteString.copyFromUtf8(row.text("token"))));
        List<Gate> gates = new ArrayList<>();
        rows(folder.resolve("gates.csv"), row -> {
            ByteString token = tokens.get(row.text("gate_id"));
            if (token != null) {
                gates.add(new Gate(row.text("gate_id"), row.number("estate_id"), token));
            }
        });
        if (gates.isEmpty()) {
            throw new SiteException(folder + ": no gate of gates.csv has a token in " + TOKENS);
        }
        Passes passes = new Passes();
        for (Path file : passFiles()) {
            rows(file, row -> addPass(passes, row));
        }
        if (passes.size() == 0) {
            throw new SiteException(folder + ": no pass in passes*.csv");
        }
        return new Site(gates, passes, rules());
    }

    private Rules rules() throws SiteException {
        Map<Integer, String> communities = new HashMap<>();
        Path estates = folder.resolve("estates.csv");
        if (Files.exists(estates)) {
            rows(estates, row -> communities.put(row.number("estate_id"), row.textOr("community", "")));
        }
        Map<Integer, Policy> policies = PolicyFile.read(folder);
        return new Rules(communities, policies, policies.remove(0), zone);
    }

    private Iterable<Path> passFiles() throws SiteException {
        TreeSet<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "passes*.csv")) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new SiteException(folder + ": not a readable folder", e);
        }
        if (files.isEmpty()) {
            throw new SiteException(folder + ": has no passes*.csv");
        }
        return files;
    }

    private void addPass(Passes passes, Row row) throws SiteException {
        UUID id;
        PassKind kind;
        Scope scope;
        int estate = row.number("estate_id");
        try {
            id = UUID.fromString(row.text("pass_id"));
            kind = PassKind.valueOf(row.textOr("kind", "RESIDENT"));
            scope = Scope.valueOf(row.textOr("scope", estate == 0 ? "ALL" : "ESTATE"));
        } catch (IllegalArgumentException e) {
            throw row.wrong(e.getMessage());
        }
        int pass = passes.add(id.getMostSignificantBits(), id.getLeastSignificantBits(), estate, kind, standing(row));
        passes.reach(pass, estate, kind, scope, row.numberOr("household", 0));
        passes.papers(pass, time(row, "valid_from"), time(row, "valid_until"), papers(row));
    }

    private long time(Row row, String column) throws SiteException {
        try {
            return times.us(row.textOr(column, ""), column.equals("valid_until"));
        } catch (java.time.DateTimeException e) {
            throw row.wrong(column + " '" + row.text(column) + "' is no date or time");
        }
    }

    private static int papers(Row row) throws SiteException {
        return bit(row, "declared", "true", Passes.DECLARED)
                | bit(row, "property_listed", "true", Passes.PROPERTY_LISTED)
                | bit(row, "grid_listed", "true", Passes.GRID_LISTED)
                | bit(row, "quarantined", "false", Passes.QUARANTINED)
                | switch (row.textOr("status", "ACTIVE")) {
                    case "ACTIVE" -> 0;
                    case "SUSPENDED" -> Passes.SUSPENDED;
                    case "REVOKED" -> Passes.REVOKED;
                    default -> throw row.wrong("status '" + row.text("status") + "' is none");
                };
    }

    private static int bit(Row row, String column, String absent, int bit) throws SiteException {
        return row.textOr(column, absent).equals("true") ? bit : 0;
    }

    private Standing standing(Row row) throws SiteException {
        if (row.textOr("quarantined", "false").equals("true")) {
            return Standing.QUARANTINED;
        }
        boolean good = row.textOr("status", "ACTIVE").equals("ACTIVE")
                && row.textOr("declared", "true").equals("true")
                && !day(row, "valid_from", today).isAfter(today)
                && !day(row, "valid_until", today).isBefore(today);
        return good ? Standing.GOOD : Standing.HELD;
    }

    private static LocalDate day(Row row, String column, LocalDate whenEmpty) throws SiteException {
        String text = row.textOr(column, "");
        if (text.isEmpty()) {
            return whenEmpty;
        }
        try {
            return LocalDate.parse(text.substring(0, Math.min(10, text.length())));
        } catch (java.time.DateTimeException e) {
            throw row.wrong(column + " '" + text + "' is no date");
        }
    }

    private static void rows(Path file, RowTaker taker) throws SiteException {
        if (!Files.isReadable(file)) {
            throw new SiteException(file + ": missing or not readable");
        }
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder().detectBomHeader(true).ofCsvRecord(file, StandardCharsets.UTF_8)) {
            Map<String, Integer> columns = null;
            for (CsvRecord csv : reader) {
                if (columns == null) {
                    columns = heading(csv);
                } else {
                    taker.take(new Row(file, csv, columns));
                }
            }
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            throw new SiteException(file + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Integer> heading(CsvRecord csv) {
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < csv.getFieldCount(); i++) {
            columns.put(csv.getField(i).trim(), i);
        }
        return columns;
    }

    @FunctionalInterface
    private interface RowTaker {
        void take(Row row) throws SiteException;
    }

    private record Row(Path file, CsvRecord csv, Map<String, Integer> columns) {
        String text(String column) throws SiteException {
            Integer at = columns.get(column);
            if (at == null) {
                throw new SiteException(file + ": has no column " + column);
            }
            if (at >= csv.getFieldCount()) {
                throw wrong("has no field for " + column);
            }
            return csv.getField(at).trim();
        }

        String textOr(String column, String absent) throws SiteException {
            return columns.containsKey(column) ? text(column) : absent;
        }

        int number(String column) throws SiteException {
            try {
                return Integer.parseInt(text(column));
            } catch (NumberFormatException e) {
                throw wrong(column + " '" + text(column) + "' is no number");
            }
        }

        int numberOr(String column, int absent) throws SiteException {
            return textOr(column, "").isEmpty() ? absent : number(column);
        }

        SiteException wrong(String why) {
            return new SiteException(file + ":" + csv.getStartingLineNumber() + ": " + why);
        }
    }
}
