package io.gatehouse.server.log;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** How often the server warned, by event, whether the line was written or left out as a repeat. Any thread. */
public final class LogTally {
    private final AtomicLongArray events = new AtomicLongArray(LogEvent.LABELS.size());
    private final AtomicLong suppressed = new AtomicLong();

    void onWarning(LogEvent event) {
        events.incrementAndGet(event.ordinal());
    }

    void onSuppressed() {
        suppressed.incrementAndGet();
    }

    /** Lines of level warn and above. */
    public long count(LogEvent event) {
        return events.get(event.ordinal());
    }

    /** Lines of any level that were left out as repeats. */
    public long suppressed() {
        return suppressed.get();
    }
}
