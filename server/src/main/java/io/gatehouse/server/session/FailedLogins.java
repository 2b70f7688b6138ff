package io.gatehouse.server.session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who failed to log in, by any key: after too many failures in a minute the next try has to wait, twice as long each time
 * that it fails again. The last few thousand keys are remembered. Not thread-safe.
 */
final class FailedLogins {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    /** Doubled so often a delay is beyond any that may be configured. */
    private static final int MOST_DOUBLINGS = 32;

    private static final class Record {
        long due = Rate.FRESH;
        int delays;
        long delayedUntil;
    }

    private final Caps.Logins caps;
    private final Rate rate;
    private final Map<Long, Record> records;

    FailedLogins(Caps.Logins caps, int tracked) {
        this.caps = caps;
        rate = new Rate(MINUTE_NANOS / caps.perMinute(), caps.perMinute());
        records = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Record> eldest) {
                return size() > tracked;
            }
        };
    }

    /** Nanoseconds until the next try counts; 0 for now. */
    long delayNanos(long key, long nowNanos) {
        Record record = records.get(key);
        return record == null || record.delays == 0 ? 0 : Math.max(0, record.delayedUntil - nowNanos);
    }

    /** A try that counted failed. */
    void failed(long key, long nowNanos) {
        Record record = records.computeIfAbsent(key, k -> new Record());
        if (record.delays > 0 && nowNanos - record.delayedUntil > MINUTE_NANOS) {
            record.delays = 0;
            record.due = Rate.FRESH;
        }
        if (record.delays > 0 || !rate.allows(record.due, nowNanos)) {
            record.delayedUntil = nowNanos + nextDelayNanos(record);
            record.delays++;
        } else {
            record.due = rate.after(record.due, nowNanos);
        }
    }

    private long nextDelayNanos(Record record) {
        long doubled = (long) caps.delayMillis() << Math.min(record.delays, MOST_DOUBLINGS);
        return Math.min(doubled, caps.longestDelayMillis()) * 1_000_000;
    }

    int size() {
        return records.size();
    }
}
