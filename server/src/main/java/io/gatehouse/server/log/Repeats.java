package io.gatehouse.server.log;

import io.gatehouse.server.seam.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets the first lines of a kind through in each minute; of the others it says how many there were. Any thread; nobody
 * waits in its lock for more than a look into a table.
 */
final class Repeats {
    static final int MOST = 10;
    static final long MINUTE_NANOS = 60_000_000_000L;
    /** Kinds that are told apart: ours are known, libraries are not to be trusted with memory. */
    static final int KINDS = 256;

    private static final String ANY = "";

    private final Clock clock;
    private final Map<String, Kind> kinds = new HashMap<>();

    private static final class Kind {
        final long fromNanos;
        int let;
        Left left;

        Kind(long nowNanos) {
            fromNanos = nowNanos;
        }
    }

    /** Lines that were left out: how many, and the first of them. */
    static final class Left {
        private final Object first;
        private long count;

        private Left(Object first) {
            this.first = first;
        }

        Object first() {
            return first;
        }

        long count() {
            return count;
        }
    }

    /**
     * @param left what was left out in the minute before, to be told first; null where that is nothing
     */
    record Answer(boolean write, Left left) {}

    private static final Answer WRITE = new Answer(true, null);
    private static final Answer LEAVE_OUT = new Answer(false, null);

    Repeats(Clock clock) {
        this.clock = clock;
    }

    /** What to do with a line of that kind. */
    synchronized Answer offer(String name, Object line) {
        String key = kinds.size() < KINDS || kinds.containsKey(name) ? name : ANY;
        long now = clock.nanos();
        Kind kind = kinds.computeIfAbsent(key, k -> new Kind(now));
        Answer answer = WRITE;
        if (now - kind.fromNanos >= MINUTE_NANOS) {
            answer = new Answer(true, kind.left);
            kind = new Kind(now);
            kinds.put(key, kind);
        }
        if (kind.let < MOST) {
            kind.let++;
            return answer;
        }
        if (kind.left == null) {
            kind.left = new Left(line);
        }
        kind.left.count++;
        return LEAVE_OUT;
    }

    /**
     * What was left out and has not been told.
     *
     * @param all whether of minutes that are not over yet, too
     */
    synchronized List<Left> due(boolean all) {
        long now = clock.nanos();
        List<Left> due = new ArrayList<>();
        kinds.values().removeIf(kind -> {
            boolean over = now - kind.fromNanos >= MINUTE_NANOS;
            if ((over || all) && kind.left != null) {
                due.add(kind.left);
                kind.left = null;
            }
            return over;
        });
        return due;
    }
}
