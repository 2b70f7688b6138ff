package io.gatehouse.server.metrics;

import java.util.List;

/**
 * One metric as it is exposed.
 *
 * @param unit of its values; empty where they are counts of what the name says
 * @param labels none, or one or two with few values each
 * @param help one sentence, shown by whoever scrapes
 * @param use what to do with it, for the documentation
 */
record Metric(String name, Type type, String unit, List<Label> labels, String help, String use) {
    enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        INFO
    }

    /**
     * @param values all that it can have, or empty where they are not from a closed set (build info only)
     */
    record Label(String name, List<String> values) {}

    /** The name by which Micrometer exposes it so: dots, and no {@code _total}. */
    String meterName() {
        String stem = type == Type.COUNTER ? name.substring(0, name.length() - "_total".length()) : name;
        return stem.replace('_', '.');
    }
}
