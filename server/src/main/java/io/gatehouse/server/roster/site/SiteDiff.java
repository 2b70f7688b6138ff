package io.gatehouse.server.roster.site;

import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.GateRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What differs between a site as it stands and as it is read. The changes stand in an order in which each makes sense by
 * itself: estates come before their gates and policies and go after them; within a kind by id.
 */
public final class SiteDiff {
    private static final int SHOWN = 20;

    private final List<Change> changes = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> counts = new ArrayList<>();

    private SiteDiff() {}

    public static SiteDiff of(Site stands, Site read) {
        SiteDiff diff = new SiteDiff();
        Map<Integer, EstateRow> estatesBefore = byKey(stands.estates(), EstateRow::estateId);
        Map<Integer, EstateRow> estatesAfter = byKey(read.estates(), EstateRow::estateId);
        List<Change> removed = new ArrayList<>();
        diff.compare("estate", estatesBefore, estatesAfter, (before, after) -> {
            Change change = new Change.EstateChange(before, after);
            (after == null ? removed : diff.changes).add(change);
            return describe(before, after);
        });
        diff.compare(
                "gate",
                byKey(stands.gates(), GateRow::gateId),
                byKey(read.gates(), GateRow::gateId),
                (before, after) -> {
                    diff.changes.add(new Change.GateChange(before, after));
                    return describe(before, after);
                });
        diff.policies(stands.policies(), read.policies());
        diff.changes.addAll(removed);
        return diff;
    }

    /** Ready to be offered in this order; empty where nothing differs. */
    public List<Change> changes() {
        return List.copyOf(changes);
    }

    /** A line with the counts, then one for each change up to a bound. */
    public String summary() {
        if (changes.isEmpty()) {
            return "site: nothing differs from what stands";
        }
        StringBuilder text = new StringBuilder("site: ").append(String.join(", ", counts));
        lines.stream().limit(SHOWN).forEach(l -> text.append("\n  ").append(l));
        if (lines.size() > SHOWN) {
            text.append("\n  and ").append(lines.size() - SHOWN).append(" more");
        }
        return text.toString();
    }

    private void policies(Map<Integer, Map<String, String>> before, Map<Integer, Map<String, String>> after) {
        compare("policy", withoutEmpty(before), withoutEmpty(after), (a, b) -> keys(a, b));
        SortedSet<Integer> ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        for (int id : ids) {
            Map<String, String> old = before.getOrDefault(id, Map.of());
            Map<String, String> now = after.getOrDefault(id, Map.of());
            if (!old.equals(now)) {
                changes.add(new Change.PolicyChange(id, old, now));
            }
        }
    }

    private <K extends Comparable<K>, R> void compare(
            String what, Map<K, R> before, Map<K, R> after, BiFunction<R, R, String> different) {
        SortedSet<K> ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        int[] count = new int[3];
        for (K id : ids) {
            R old = before.get(id);
            R now = after.get(id);
            if (!Objects.equals(old, now)) {
                count[old == null ? 0 : now == null ? 1 : 2]++;
                String sign = old == null ? "+ " : now == null ? "- " : "* ";
                lines.add(sign + what + " " + id + " " + different.apply(old, now));
            }
        }
        if (count[0] + count[1] + count[2] > 0) {
            counts.add(what + ": " + count[0] + " added, " + count[1] + " removed, " + count[2] + " changed");
        }
    }

    private static Map<Integer, Map<String, String>> withoutEmpty(Map<Integer, Map<String, String>> policies) {
        Map<Integer, Map<String, String>> some = new TreeMap<>(policies);
        some.values().removeIf(Map::isEmpty);
        return some;
    }

    private static String keys(Map<String, String> before, Map<String, String> after) {
        Map<String, String> old = before == null ? Map.of() : before;
        Map<String, String> now = after == null ? Map.of() : after;
        SortedSet<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        List<String> text = new ArrayList<>();
        for (String key : keys) {
            if (!Objects.equals(old.get(key), now.get(key))) {
                text.add(key + " " + old.getOrDefault(key, "(default)") + " -> " + now.getOrDefault(key, "(default)"));
            }
        }
        return String.join(", ", text);
    }

    /** Of tokens no more than that they changed. */
    private static String describe(GateRow before, GateRow after) {
        if (before == null || after == null) {
            GateRow gate = before == null ? after : before;
            return gate.name() + " (estate " + gate.estateId() + ")";
        }
        List<String> text = new ArrayList<>();
        if (!before.name().equals(after.name())) {
            text.add(before.name() + " -> " + after.name());
        }
        if (before.estateId() != after.estateId()) {
            text.add("estate " + before.estateId() + " -> " + after.estateId());
        }
        if (!before.tokenSha256().equals(after.tokenSha256())) {
            text.add("another token");
        }
        return String.join(", ", text);
    }

    private static String describe(EstateRow before, EstateRow after) {
        if (before == null || after == null) {
            return (before == null ? after : before).name();
        }
        return Stream.of(
                        moved(before.name(), after.name()),
                        moved(before.kind(), after.kind()),
                        moved(before.community(), after.community()))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String moved(String before, String after) {
        return before.equals(after) ? "" : before + " -> " + after;
    }

    private static <K extends Comparable<K>, R> Map<K, R> byKey(List<R> rows, Function<R, K> key) {
        Map<K, R> map = new TreeMap<>();
        rows.forEach(r -> map.put(key.apply(r), r));
        return map;
    }
}
