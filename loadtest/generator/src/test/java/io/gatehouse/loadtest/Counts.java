package io.gatehouse.loadtest;

/** How often counted tests run: {@code -Dgatehouse.tests=quick|ci|full}. */
public final class Counts {
    private Counts() {}

    /** The count that is asked for; prints it. */
    public static int of(String what, int quick, int ci, int full) {
        int count = switch (System.getProperty("gatehouse.tests", "quick")) {
            case "full" -> full;
            case "ci" -> ci;
            default -> quick;
        };
        System.out.printf("%s: %,d%n", what, count);
        return count;
    }
}
