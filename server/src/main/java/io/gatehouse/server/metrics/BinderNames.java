package io.gatehouse.server.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;

/** Makes what Micrometer's binders register keep to Prometheus' habits, so that {@code promtool check metrics} is silent. */
final class BinderNames implements MeterFilter {
    @Override
    public MeterFilterReply accept(Meter.Id id) {
        // In nanoseconds, with the unit cut short: process_cpu_seconds_total stands for it.
        return id.getName().equals("process.cpu.time") ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        // A gauge must not end like a histogram's count.
        Meter.Id named = id.getName().equals("system.cpu.count") ? id.withName("system.cpus") : id;
        if (named.getDescription() != null && !named.getDescription().isBlank()) {
            return named;
        }
        String help = "As " + (named.getName().startsWith("netty") ? "Netty" : "the JVM") + " reports it.";
        return new Meter.Id(named.getName(), Tags.of(named.getTags()), named.getBaseUnit(), help, named.getType());
    }
}
