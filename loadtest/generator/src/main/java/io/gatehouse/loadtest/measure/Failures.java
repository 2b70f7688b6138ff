package io.gatehouse.loadtest.measure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What went wrong: all of it counted, the first of it in words. Thread-safe. */
public final class Failures {
    private static final int KEPT = 10;

    /** Why a run fails. */
    public enum Kind {
        /** No connection came about. */
        UNREACHABLE,
        /** The server sent a Refusal. */
        REFUSED,
        /** The server closed without one, or fell silent. */
        CLOSED,
        /** A decision or ack that the protocol does not allow: out of order, or for a sequence never sent. */
        WRONG_ANSWER,
        /** Bytes that are no frame. */
        MALFORMED
    }

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final List<String> first = new ArrayList<>();
    private long total;

    public synchronized void add(Kind kind, String words) {
        counts.merge(kind, 1L, Long::sum);
        total++;
        if (first.size() < KEPT) {
            first.add(words);
        }
    }

    public synchronized long total() {
        return total;
    }

    public synchronized long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** The first ten in the order in which they came. */
    public synchronized List<String> words() {
        return List.copyOf(first);
    }

    /** All of it in a few lines; empty where nothing failed. */
    public synchronized String describe() {
        StringBuilder text = new StringBuilder();
        first.forEach(words -> text.append("  ").append(words).append('\n'));
        if (total > first.size()) {
            text.append("  and ")
                    .append(total - first.size())
                    .append(" more: ")
                    .append(counts)
                    .append('\n');
        }
        return text.toString();
    }
}
