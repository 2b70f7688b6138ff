package io.gatehouse.server;

import io.gatehouse.server.seam.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** How long each phase of a start takes, for one line of the log when the server is ready. Starting thread only. */
final class StartTimes {
    private final Clock clock;
    private final Map<String, Long> millis = new LinkedHashMap<>();
    private long lastNanos;

    /**
     * To be made first in main.
     *
     * @param jvmStartedUs wall time
     */
    StartTimes(Clock clock, long jvmStartedUs) {
        this.clock = clock;
        lastNanos = clock.nanos();
        // A clock that was set back meanwhile shows no negative time.
        millis.put("jvm", Math.max(0, TimeUnit.MICROSECONDS.toMillis(clock.wallUs() - jvmStartedUs)));
    }

    /** The time since the last call was spent on this phase; a phase may come in several parts. */
    void spentOn(String phase) {
        long now = clock.nanos();
        millis.merge(phase, TimeUnit.NANOSECONDS.toMillis(now - lastNanos), Long::sum);
        lastNanos = now;
    }

    /** Like {@code start: 2,310 ms (jvm 300, config 210, ...)}. */
    @Override
    public String toString() {
        long total = millis.values().stream().mapToLong(Long::longValue).sum();
        String phases = millis.entrySet().stream()
                .map(p -> p.getKey() + " " + p.getValue())
                .collect(Collectors.joining(", "));
        return "start: " + total + " ms (" + phases + ")";
    }
}
