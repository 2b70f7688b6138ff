package io.gatehouse.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How much of the process's memory lies in huge pages. Without them a look-up among 20 million passes costs a quarter to
 * two fifths more; they come by {@code GLIBC_TUNABLES=glibc.malloc.hugetlb=1} in the environment, which the launcher sets.
 */
final class HugePages {
    private static final Path SMAPS = Path.of("/proc/self/smaps_rollup");
    /** Below this share of the roster's memory somebody should hear of it. */
    private static final int WANTED_PERCENT = 80;

    private HugePages() {}

    /**
     * One line for the log.
     *
     * @param rosterBytes memory of the roster, all of which should be in huge pages
     */
    static String describe(long rosterBytes) {
        OptionalLong huge = bytes(SMAPS, "AnonHugePages:");
        if (huge.isEmpty()) {
            return "huge pages: not known on this system";
        }
        long mib = huge.getAsLong() >> 20;
        return "huge pages: %d MiB, roster %d MiB%s"
                .formatted(mib, rosterBytes >> 20, enough(huge.getAsLong(), rosterBytes) ? "" : advice());
    }

    static boolean enough(long huge, long rosterBytes) {
        return huge >= rosterBytes / 100 * WANTED_PERCENT;
    }

    private static String advice() {
        return "; look-ups are slower than they could be: start with GLIBC_TUNABLES=glibc.malloc.hugetlb=1";
    }

    /** The value of one line of a file of {@code /proc}, which are in kB. */
    static OptionalLong bytes(Path file, String key) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.replaceAll("\\D", ""))
                    .filter(digits -> !digits.isEmpty())
                    .mapToLong(digits -> Long.parseLong(digits) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
