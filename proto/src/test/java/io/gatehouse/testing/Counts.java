package io.gatehouse.testing;

import java.util.Locale;

/** How often counted tests run: the system property {@code gatehouse.tests}, one of quick, ci and full. */
public final class Counts {
    private enum Size {
        QUICK,
        CI,
        FULL
    }

    private Counts() {}

    /** The count that holds now: {@code quick} while working, {@code ci} in CI, {@code full} where a figure is claimed. */
    public static int of(int quick, int ci, int full) {
        return switch (size()) {
            case QUICK -> quick;
            case CI -> ci;
            case FULL -> full;
        };
    }

    /** Prints one line that says what a test has done, out of what a figure is claimed for. */
    public static void report(String name, long done, long of) {
        System.out.printf(Locale.ROOT, "[counted] %s: %,d of %,d (gatehouse.tests=%s)%n", name, done, of, name(size()));
    }

    private static String name(Size size) {
        return size.name().toLowerCase(Locale.ROOT);
    }

    private static Size size() {
        String value = System.getProperty("gatehouse.tests", "quick");
        for (Size size : Size.values()) {
            if (name(size).equals(value)) {
                return size;
            }
        }
        throw new IllegalArgumentException("gatehouse.tests is '" + value + "', not quick, ci or full");
    }
}
