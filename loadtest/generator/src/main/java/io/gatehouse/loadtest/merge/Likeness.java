package io.gatehouse.loadtest.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Whether what several generators measured is one run. */
final class Likeness {
    private static final List<String> SAME =
            List.of("schema", "loop", "window", "warmupSeconds", "durationSeconds", "scenario");

    /** With less of it in common the sum of their rates was never there. */
    private static final double TOGETHER = 0.9;

    private Likeness() {}

    /** What speaks against it, in words; empty where nothing does. */
    static List<String> faults(List<Source> sources) {
        List<String> words = new ArrayList<>();
        Source first = sources.get(0);
        for (Source other : sources.subList(1, sources.size())) {
            for (String key : SAME) {
                Object here = first.result().json().get(key);
                Object there = other.result().json().get(key);
                if (!Objects.equals(here, there)) {
                    words.add("%s is %s in %s and %s in %s"
                            .formatted(
                                    key,
                                    here,
                                    first.result().file(),
                                    there,
                                    other.result().file()));
                }
            }
        }
        double from = sources.stream().mapToDouble(Source::measuredFrom).max().orElseThrow();
        double to = sources.stream().mapToDouble(Source::measuredTo).min().orElseThrow();
        if (to - from < TOGETHER * 1e3 * first.number("seconds")) {
            words.add("they did not measure at the same time: only %.1f s of %.1f s are common to all"
                    .formatted(Math.max(0, (to - from) / 1e3), first.number("seconds")));
        }
        return words;
    }
}
