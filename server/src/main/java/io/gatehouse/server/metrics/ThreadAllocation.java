package io.gatehouse.server.metrics;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bytes allocated by the threads on the way of a scan. A thread that ended keeps its share, so the sum never falls. */
final class ThreadAllocation {
    static final List<String> GROUPS = List.of("io", "engine", "journal");

    private final ThreadMXBean threads;
    private final Map<Long, Long> seen = new HashMap<>();
    private final Map<Long, String> groupOf = new HashMap<>();

    ThreadAllocation() {
        threads = ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean
                        && bean.isThreadAllocatedMemorySupported()
                ? bean
                : null;
    }

    /** Since the process began, as of the last {@link #look}; 0 where this JVM does not count it. */
    synchronized long bytes(String group) {
        long sum = 0;
        for (Map.Entry<Long, Long> thread : seen.entrySet()) {
            if (group.equals(groupOf.get(thread.getKey()))) {
                sum += thread.getValue();
            }
        }
        return sum;
    }

    /** Asks all threads: once for each scrape. */
    synchronized void look() {
        if (threads == null) {
            return;
        }
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            String group = thread == null ? null : group(thread.getThreadName());
            if (group != null) {
                groupOf.put(thread.getThreadId(), group);
                // -1: it ended meanwhile.
                seen.merge(thread.getThreadId(), threads.getThreadAllocatedBytes(thread.getThreadId()), Math::max);
            }
        }
    }

    private static String group(String threadName) {
        if (threadName.startsWith("gh-io-")) {
            return "io";
        }
        return switch (threadName) {
            case "gh-engine" -> "engine";
            case "gh-journal" -> "journal";
            default -> null;
        };
    }
}
