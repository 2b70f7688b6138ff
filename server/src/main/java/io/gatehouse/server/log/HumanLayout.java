package io.gatehouse.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.util.List;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** A line for a person at a terminal: {@code time LEVEL Where: message, field=value}, and below it where an error is from. */
public final class HumanLayout extends LayoutBase<ILoggingEvent> {
    private final PassHash passes;

    /** For what is logged before the configuration is read. */
    public HumanLayout() {
        this(PassHash.ofThisStart());
    }

    HumanLayout(PassHash passes) {
        this.passes = passes;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        line.append(Line.time(event)).append(' ').append(event.getLevel());
        line.append(" ".repeat(Math.max(1, 6 - event.getLevel().toString().length())));
        line.append(Line.logger(event)).append(": ");
        // Lists of problems have a line for each; an id has none.
        safe(line, event.getFormattedMessage(), true);
        Marker marker = Line.marker(event);
        if (marker != null) {
            line.append(", event=").append(marker.getName());
        }
        List<KeyValuePair> fields = event.getKeyValuePairs();
        if (fields != null) {
            for (KeyValuePair field : fields) {
                line.append(", ").append(field.key).append('=');
                safe(line, field.value instanceof PassRef pass ? passes.of(pass) : String.valueOf(field.value), false);
            }
        }
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            safe(line, Line.stack(event.getThrowableProxy()), true);
        }
        return line.toString();
    }

    private static void safe(StringBuilder line, String value, boolean lines) {
        int end = Math.min(value.length(), Line.LONGEST);
        for (int i = 0; i < end; ) {
            int point = value.codePointAt(i);
            i += Character.charCount(point);
            if (Line.unsafe(point) && !(lines && (point == '\n' || point == '\t'))) {
                line.append(String.format("\\u%04x", point));
            } else {
                line.appendCodePoint(point);
            }
        }
    }
}
