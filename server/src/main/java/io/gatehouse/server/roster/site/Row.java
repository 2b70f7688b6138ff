package io.gatehouse.server.roster.site;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.List;

/** One row of a file: fields by column name, each checked, each fault reported. Reused for the next row. */
final class Row {
    static final int REFUSED = -1;

    private final String file;
    private final Problems problems;
    private final int[] positions;
    private final List<String> columns;
    private CsvRecord record;
    private boolean good;
    private int last;
    private long hi;
    private long lo;

    Row(String file, List<String> columns, int[] positions, Problems problems) {
        this.file = file;
        this.columns = columns;
        this.positions = positions;
        this.problems = problems;
    }

    Row at(CsvRecord next) {
        record = next;
        good = true;
        return this;
    }

    long line() {
        return record.getStartingLineNumber();
    }

    /** Whether nothing of this row was refused so far. */
    boolean good() {
        return good;
    }

    void refuse(String column, String why) {
        good = false;
        problems.add(file, line(), column, why);
    }

    String text(String column) {
        return record.getField(positions[number(column)]);
    }

    /** Columns are mostly asked for in their order: begins behind the last one. */
    private int number(String column) {
        for (int i = 1; i <= columns.size(); i++) {
            int at = (last + i) % columns.size();
            if (columns.get(at).equals(column)) {
                last = at;
                return at;
            }
        }
        throw new IllegalArgumentException("no column " + column);
    }

    /** Text that is shown to people: no control characters. */
    String label(String column) {
        String value = text(column);
        if (!value.codePoints().allMatch(Shown::isSafe)) {
            refuse(column, Shown.of(value) + " has a character that can't be shown");
        }
        return value;
    }

    /** {@link #REFUSED} where it is not written in digits alone or out of range. */
    int number(String column, int least, int most) {
        String value = text(column);
        long n = 0;
        boolean digits = !value.isEmpty() && value.length() <= 10;
        for (int i = 0; i < value.length() && digits; i++) {
            char c = value.charAt(i);
            digits = c >= '0' && c <= '9';
            n = n * 10 + (c - '0');
        }
        if (!digits || n < least || n > most) {
            refuse(column, Shown.of(value) + " is not a number from " + least + " to " + most);
            return REFUSED;
        }
        return (int) n;
    }

    /** Number of the choice, from 1; 0 where refused. */
    int choice(String column, List<String> choices) {
        int found = choices.indexOf(text(column));
        if (found < 0) {
            refuse(column, Shown.of(text(column)) + " is not one of " + String.join(", ", choices));
        }
        return found + 1;
    }

    boolean flag(String column) {
        String value = text(column);
        if (value.equals("true")) {
            return true;
        }
        if (!value.equals("false")) {
            refuse(column, Shown.of(value) + " is not one of true, false");
        }
        return false;
    }

    /** False where refused; otherwise {@link #hi} and {@link #lo} have it. */
    boolean uuid(String column) {
        String value = text(column);
        if (parse(value)) {
            return true;
        }
        refuse(column, Shown.of(value) + " is not a UUID of 8-4-4-4-12 hex digits");
        return false;
    }

    private boolean parse(String value) {
        if (value.length() != 36) {
            return false;
        }
        hi = 0;
        lo = 0;
        for (int i = 0; i < 36; i++) {
            char c = value.charAt(i);
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (c != '-') {
                    return false;
                }
            } else if (!isHex(c)) {
                return false;
            } else {
                hi = hi << 4 | lo >>> 60;
                lo = lo << 4 | (c <= '9' ? c - '0' : (c | ' ') - 'a' + 10);
            }
        }
        return true;
    }

    /** First eight bytes of the last {@link #uuid} that was taken. */
    long hi() {
        return hi;
    }

    long lo() {
        return lo;
    }

    static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
