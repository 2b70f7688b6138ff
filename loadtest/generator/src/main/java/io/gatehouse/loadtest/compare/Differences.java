package io.gatehouse.loadtest.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What makes two results hard to compare, in words. */
final class Differences {
    /** Options that say where, not what. */
    private static final Set<String> PLACES = Set.of(
            "--target",
            "--server-pid",
            "--server-version",
            "--site",
            "--data-dir",
            "--out",
            "--json",
            "--junit",
            "--admin",
            "--format",
            "--prometheus-addr",
            "--no-tui",
            "--threshold",
            "--abort-on-fail");

    private Differences() {}

    static List<String> of(List<ResultFile> all) {
        Set<String> words = new LinkedHashSet<>();
        ResultFile first = all.get(0);
        for (ResultFile other : all) {
            text(words, "the machines differ", first, other, "machine");
            text(words, "the plans differ: not the same scans at the same times", first, other, "plan.sha256");
            text(words, "the loads differ", first, other, "load");
            text(words, "the durability differs", first, other, "durability");
            options(words, options(first), options(other));
            if (Boolean.FALSE.equals(other.json().get("generatorKeptUp"))) {
                words.add("in %s the generator was at its limit: its latencies are its own".formatted(other.file()));
            }
            if (Boolean.TRUE.equals(other.json().get("generatorLimited"))) {
                words.add("in %s the generator was the limit: the server may hold more".formatted(other.file()));
            }
            if (Boolean.FALSE.equals(other.json().get("ok"))) {
                words.add("the run of %s failed".formatted(other.file()));
            }
            if (other.json().get("endedEarly") instanceof String why) {
                words.add("the run of %s ended early: %s".formatted(other.file(), why));
            }
        }
        return new ArrayList<>(words);
    }

    private static void text(Set<String> words, String head, ResultFile first, ResultFile other, String key) {
        String here = first.text(key);
        String there = other.text(key);
        if (!here.equals(there)) {
            words.add("%s: '%s' and '%s'".formatted(head, here, there));
        }
    }

    private static void options(Set<String> words, Map<?, ?> first, Map<?, ?> other) {
        Set<Object> names = new LinkedHashSet<>(first.keySet());
        names.addAll(other.keySet());
        for (Object name : names) {
            if (!PLACES.contains(name) && !Objects.equals(first.get(name), other.get(name))) {
                words.add("the configurations differ: %s %s and %s".formatted(name, first.get(name), other.get(name)));
            }
        }
    }

    private static Map<?, ?> options(ResultFile result) {
        return result.json().get("configuration") instanceof Map<?, ?> map ? map : Map.of();
    }
}
