package io.gatehouse.server.roster.site;

/**
 * One thing that is wrong in the site folder.
 *
 * @param file name of the file in the folder
 * @param line from 1; 0 where it is the file as a whole
 * @param column name of the column or key; empty where it is the row as a whole
 */
public record Problem(String file, long line, String column, String why) {
    /** It goes to a terminal and into a log, and a parser quotes what it met: control characters become question marks. */
    public Problem {
        why = why.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", "?");
        column = column.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", "?");
    }

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (column.isEmpty() ? "" : column + ": ") + why;
    }
}
