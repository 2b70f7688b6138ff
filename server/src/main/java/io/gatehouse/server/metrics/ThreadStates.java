package io.gatehouse.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Threads as Micrometer's own binder names them. That one asks for all threads once for each state; this one once. */
final class ThreadStates implements MeterBinder {
    private static final Thread.State[] STATES = Thread.State.values();

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final AtomicIntegerArray counts = new AtomicIntegerArray(STATES.length);

    /** Counts the threads anew: once for each scrape. */
    void look() {
        int[] now = new int[STATES.length];
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null) {
                now[thread.getThreadState().ordinal()]++;
            }
        }
        for (int i = 0; i < now.length; i++) {
            counts.set(i, now[i]);
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("jvm.threads.peak", threads, ThreadMXBean::getPeakThreadCount)
                .description("Most threads that lived at a time.")
                .baseUnit(BaseUnits.THREADS)
                .register(registry);
        Gauge.builder("jvm.threads.daemon", threads, ThreadMXBean::getDaemonThreadCount)
                .description("Daemon threads that live.")
                .baseUnit(BaseUnits.THREADS)
                .register(registry);
        Gauge.builder("jvm.threads.live", threads, ThreadMXBean::getThreadCount)
                .description("Threads that live.")
                .baseUnit(BaseUnits.THREADS)
                .register(registry);
        FunctionCounter.builder("jvm.threads.started", threads, ThreadMXBean::getTotalStartedThreadCount)
                .description("Threads started.")
                .baseUnit(BaseUnits.THREADS)
                .register(registry);
        for (Thread.State state : STATES) {
            Gauge.builder("jvm.threads.states", counts, all -> all.get(state.ordinal()))
                    .tag("state", state.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .description("Threads by state.")
                    .baseUnit(BaseUnits.THREADS)
                    .register(registry);
        }
    }
}
