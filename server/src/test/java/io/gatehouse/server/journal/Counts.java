package io.gatehouse.server.journal;

/** How much counted tests do. */
final class Counts {
    private Counts() {}

    /** One of three, by the system property {@code gatehouse.tests}. */
    static int of(int quick, int ci, int full) {
        return switch (System.getProperty("gatehouse.tests", "quick")) {
            case "full" -> full;
            case "ci" -> ci;
            default -> quick;
        };
    }
}
