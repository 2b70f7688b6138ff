package io.gatehouse.loadtest.hostile;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How attempts of hostile gates ended. Thread-safe.
 */
public final class HostileFigures {
    private static final int KEPT = 10;

    /** The end of an attempt. */
    public enum End {
        /** With the Refusal that the protocol has for it. */
        AS_EXPECTED,
        /** With another one (a cap on logins, say), or without a word. */
        OTHERWISE,
        /** The server let it go on. */
        NOT_SENT_AWAY,
        /** The run was over first. */
        CUT_SHORT
    }

    private final int gates;
    private final Map<Trick, Map<End, Long>> counts = new EnumMap<>(Trick.class);
    private final List<String> words = new ArrayList<>();

    HostileFigures(int gates) {
        this.gates = gates;
    }

    synchronized void add(Trick trick, End end, String how) {
        counts.computeIfAbsent(trick, t -> new EnumMap<>(End.class)).merge(end, 1L, Long::sum);
        if (end == End.NOT_SENT_AWAY && words.size() < KEPT) {
            words.add(how);
        }
    }

    /** How many gates misbehaved. */
    public int gates() {
        return gates;
    }

    /** Attempts that ended so. */
    public synchronized long count(End end) {
        return counts.values().stream()
                .mapToLong(ends -> ends.getOrDefault(end, 0L))
                .sum();
    }

    /** Attempts of one trick that ended so. */
    public synchronized long count(Trick trick, End end) {
        return counts.getOrDefault(trick, Map.of()).getOrDefault(end, 0L);
    }

    /** Which were not sent away, in words, the first ten. */
    public synchronized List<String> words() {
        return List.copyOf(words);
    }

    /** Whether each was sent away in its time. */
    public boolean ok() {
        return count(End.NOT_SENT_AWAY) == 0;
    }

    /** One line. */
    public synchronized String describe() {
        String each = counts.entrySet().stream()
                .map(trick -> trick.getKey().name().toLowerCase(Locale.ROOT).replace('_', '-') + " "
                        + trick.getValue().values().stream().mapToLong(n -> n).sum())
                .collect(Collectors.joining(", "));
        String line = String.format(
                Locale.ROOT,
                "%,d gates misbehaved: %,d times refused as expected, %,d otherwise, %,d not within its time, %,d cut short (%s)",
                gates,
                count(End.AS_EXPECTED),
                count(End.OTHERWISE),
                count(End.NOT_SENT_AWAY),
                count(End.CUT_SHORT),
                each);
        return words.isEmpty() ? line : line + "; " + String.join("; ", words);
    }
}
