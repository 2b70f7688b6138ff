package io.gatehouse.loadtest.capacity;

/** A number that is read from the other end of the room. */
public final class BigDigits {
    private static final int ROWS = 5;

    private static final String[][] GLYPHS = {
        {" ### ", "#   #", "#   #", "#   #", " ### "},
        {"  #  ", " ##  ", "  #  ", "  #  ", " ### "},
        {" ### ", "#   #", "  ## ", " #   ", "#####"},
        {" ### ", "#   #", "  ## ", "#   #", " ### "},
        {"#  # ", "#  # ", "#####", "   # ", "   # "},
        {"#####", "#    ", "#### ", "    #", "#### "},
        {" ### ", "#    ", "#### ", "#   #", " ### "},
        {"#####", "   # ", "  #  ", " #   ", " #   "},
        {" ### ", "#   #", " ### ", "#   #", " ### "},
        {" ### ", "#   #", " ####", "    #", " ### "},
    };

    private static final String[] COMMA = {"  ", "  ", "  ", " #", "# "};

    private BigDigits() {}

    /** Five lines of digits and commas. */
    public static String of(long number) {
        StringBuilder text = new StringBuilder();
        String digits = String.format(java.util.Locale.ROOT, "%,d", number);
        for (int row = 0; row < ROWS; row++) {
            StringBuilder line = new StringBuilder();
            for (char c : digits.toCharArray()) {
                line.append(c == ',' ? COMMA[row] : GLYPHS[c - '0'][row]).append("  ");
            }
            text.append("  ").append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
