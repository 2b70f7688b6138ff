package io.gatehouse.server.roster.site;

/** Text of a file as it may stand in a message: short, on one line, nothing that moves a terminal. */
final class Shown {
    private static final int LONGEST = 40;

    private Shown() {}

    static String of(String value) {
        StringBuilder shown = new StringBuilder("\"");
        int[] points = value.codePoints().limit(LONGEST + 1).toArray();
        for (int i = 0; i < Math.min(points.length, LONGEST); i++) {
            if (isSafe(points[i])) {
                shown.appendCodePoint(points[i]);
            } else {
                shown.append(String.format("\\u%04x", points[i]));
            }
        }
        return shown.append(points.length > LONGEST ? "...\"" : "\"").toString();
    }

    /** Neither a control character nor one that is invisible or turns the direction of writing. */
    static boolean isSafe(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
