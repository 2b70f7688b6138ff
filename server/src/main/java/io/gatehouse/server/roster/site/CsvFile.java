package io.gatehouse.server.roster.site;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one CSV file with a heading line, row by row. The columns may stand in any order; all must be there. */
final class CsvFile {
    private static final Pattern LINE = Pattern.compile(" \\(record starting at line (\\d{1,15})\\)");

    private final Path path;
    private final String name;
    private final List<String> columns;
    private final Problems problems;

    CsvFile(Path path, List<String> columns, Problems problems) {
        this.path = path;
        this.name = path.getFileName().toString();
        this.columns = columns;
        this.problems = problems;
    }

    /**
     * @param each gets every row that has as many fields as the heading; the row is used again for the next one
     * @return hex of SHA-256 over the file's bytes; meaningless where something is wrong, because the rest is not read
     */
    String read(Consumer<Row> each) throws IOException {
        if (!Files.isRegularFile(path)) {
            problems.add(name, 0, "", "is missing");
            return "";
        }
        MessageDigest sha256 = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(path), sha256)) {
            StrictReader reader = new StrictReader(in, (line, why) -> problems.add(name, line, "", why));
            try {
                rows(reader, each);
            } catch (CsvParseException e) {
                malformed(e);
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private void rows(StrictReader reader, Consumer<Row> each) throws IOException {
        CsvReader.CsvReaderBuilder builder = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .maxBufferSize(4 * StrictReader.LONGEST_LINE);
        try (CsvReader<CsvRecord> csv = builder.ofCsvRecord(reader)) {
            Iterator<CsvRecord> records = csv.iterator();
            if (!records.hasNext()) {
                problems.add(name, 1, "", "has no heading line");
                return;
            }
            CsvRecord heading = records.next();
            int[] positions = positions(heading);
            if (positions == null) {
                return;
            }
            Row row = new Row(name, columns, positions, problems);
            int fields = heading.getFieldCount();
            while (records.hasNext()) {
                CsvRecord next = records.next();
                if (next.getFieldCount() == fields) {
                    each.accept(row.at(next));
                } else {
                    row.at(next).refuse("", "has " + next.getFieldCount() + " fields where the heading has " + fields);
                }
            }
        }
    }

    /** Where each column stands; null where the heading is refused, and then no row is looked at. */
    private int[] positions(CsvRecord heading) {
        long before = problems.total();
        List<String> found = heading.getFields();
        long line = heading.getStartingLineNumber();
        for (int i = 0; i < found.size(); i++) {
            String column = found.get(i);
            if (!columns.contains(column)) {
                problems.add(name, line, "", "unknown column " + Shown.of(column));
            } else if (found.indexOf(column) != i) {
                problems.add(name, line, column, "stands twice in the heading");
            }
        }
        for (String column : columns) {
            if (!found.contains(column)) {
                problems.add(name, line, column, "is missing from the heading");
            }
        }
        return problems.total() > before
                ? null
                : columns.stream().mapToInt(found::indexOf).toArray();
    }

    /** The library tells the line in its text only; a test holds that it still does. */
    private void malformed(CsvParseException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String text = String.valueOf(cause.getMessage());
        Matcher line = LINE.matcher(text);
        problems.add(
                name,
                line.find() ? Long.parseLong(line.group(1)) : 0,
                "",
                "the row that begins here is not CSV, the rest was not read: " + line.replaceFirst(""));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
