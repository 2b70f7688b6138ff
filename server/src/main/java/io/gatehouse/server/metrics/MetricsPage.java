package io.gatehouse.server.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadDeadlockMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyEventExecutorMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/** The page that Prometheus reads. Any thread, one scrape at a time; a scrape takes no lock that the event loops know. */
public final class MetricsPage implements ScrapePage, AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final LogbackMetrics log = new LogbackMetrics();
    private final ThreadStates threads = new ThreadStates();
    private final Registration registration;

    /** What the machine side of the page looks at. */
    public record Machine(ByteBufAllocatorMetricProvider allocator, Iterable<EventExecutor> eventLoops, Path dataDir) {}

    public MetricsPage(Sources sources, Machine machine) {
        registry.throwExceptionOnRegistrationFailure();
        registry.config().meterFilter(new BinderNames());
        registration = new Registration(registry, registry.getPrometheusRegistry(), sources);
        registration.all();
        for (MeterBinder binder : binders(machine)) {
            binder.bindTo(registry);
        }
        bindCpu();
    }

    private void bindCpu() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os) {
            FunctionCounter.builder("process.cpu.seconds", os, bean -> bean.getProcessCpuTime() / 1e9)
                    .description("Processor time that the process has used.")
                    .register(registry);
        }
    }

    private List<MeterBinder> binders(Machine machine) {
        return List.of(
                gc,
                log,
                new JvmMemoryMetrics(),
                threads,
                new JvmThreadDeadlockMetrics(),
                new ClassLoaderMetrics(),
                new ProcessorMetrics(),
                new UptimeMetrics(),
                new FileDescriptorMetrics(),
                new DiskSpaceMetrics(machine.dataDir().toFile()),
                new NettyAllocatorMetrics(machine.allocator()),
                new NettyEventExecutorMetrics(machine.eventLoops()));
    }

    @Override
    public synchronized void writeTo(OutputStream out) throws IOException {
        registration.beforeScrape();
        threads.look();
        registry.scrape(out);
    }

    @Override
    public void close() {
        gc.close();
        log.close();
        registry.close();
    }
}
