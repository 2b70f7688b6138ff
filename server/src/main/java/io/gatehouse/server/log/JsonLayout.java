package io.gatehouse.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.util.List;
import java.util.Locale;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** A line of JSON for programs: time, level, event, message, the fields of the line, where it was written, the error. */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    private final PassHash passes;

    JsonLayout(PassHash passes) {
        this.passes = passes;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(256);
        line.append("{\"ts\":\"").append(Line.time(event));
        line.append("\",\"level\":\"").append(event.getLevel().toString().toLowerCase(Locale.ROOT));
        line.append('"');
        Marker marker = Line.marker(event);
        if (marker != null) {
            text(line, "event", marker.getName());
        }
        text(line, "msg", event.getFormattedMessage());
        List<KeyValuePair> fields = event.getKeyValuePairs();
        if (fields != null) {
            fields.forEach(field -> field(line, field.key, field.value));
        }
        text(line, "logger", Line.logger(event));
        text(line, "thread", event.getThreadName());
        if (event.getThrowableProxy() != null) {
            text(line, "err", Line.error(event.getThrowableProxy()));
            text(line, "stack", Line.stack(event.getThrowableProxy()));
        }
        return line.append("}\n").toString();
    }

    private void field(StringBuilder line, String key, Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            line.append(",\"").append(key).append("\":").append(value);
        } else {
            text(line, key, value instanceof PassRef pass ? passes.of(pass) : String.valueOf(value));
        }
    }

    private static void text(StringBuilder line, String key, String value) {
        line.append(",\"").append(key).append("\":\"");
        int end = Math.min(value.length(), Line.LONGEST);
        for (int i = 0; i < end; ) {
            int point = value.codePointAt(i);
            i += Character.charCount(point);
            if (point == '"' || point == '\\') {
                line.append('\\').append((char) point);
            } else if (point == '\n') {
                line.append("\\n");
            } else if (point == '\t') {
                line.append("\\t");
            } else if (Line.unsafe(point)) {
                for (char unit : Character.toChars(point)) {
                    line.append("\\u").append(String.format("%04x", (int) unit));
                }
            } else {
                line.appendCodePoint(point);
            }
        }
        line.append('"');
    }
}
