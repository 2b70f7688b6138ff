package io.gatehouse.server.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A page in Prometheus' text format, for series that no registry needs to know. One thread. */
final class PageText {
    private final StringBuilder text = new StringBuilder(16_384);
    private Metric family;

    /** The series that follow are of this metric. */
    PageText family(Metric metric) {
        family = metric;
        text.append("# HELP ").append(metric.name()).append(' ').append(metric.help());
        text.append("\n# TYPE ").append(metric.name()).append(' ');
        text.append(metric.type() == Metric.Type.COUNTER ? "counter" : "gauge").append('\n');
        return this;
    }

    /** One series without labels. */
    void sample(long value) {
        text.append(family.name()).append(' ').append(value).append('\n');
    }

    /** One series with as many label values as its family has labels. */
    void sample(long value, String... labels) {
        start(labels).append(value).append('\n');
    }

    /** The same with a value in millionths. */
    void micros(long value, String... labels) {
        start(labels).append(value / 1_000_000).append('.');
        String fraction = Long.toString(1_000_000 + value % 1_000_000);
        text.append(fraction, 1, fraction.length()).append('\n');
    }

    private StringBuilder start(String... labels) {
        text.append(family.name());
        for (int i = 0; i < labels.length; i++) {
            text.append(i == 0 ? '{' : ',')
                    .append(family.labels().get(i).name())
                    .append("=\"");
            escape(labels[i]);
            text.append('"');
        }
        return text.append("} ");
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(c);
            }
        }
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
