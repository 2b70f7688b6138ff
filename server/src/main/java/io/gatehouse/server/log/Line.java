package io.gatehouse.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Marker;

/** What both formats say of a line. */
final class Line {
    /** Longest text of a message, an error or a value. */
    static final int LONGEST = 8_192;

    private static final int FRAMES = 40;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Line() {}

    static String time(ILoggingEvent event) {
        return TIME.format(Instant.ofEpochMilli(event.getTimeStamp()));
    }

    /** Null where it has none. */
    static Marker marker(ILoggingEvent event) {
        List<Marker> markers = event.getMarkerList();
        return markers == null || markers.isEmpty() ? null : markers.get(0);
    }

    /** The name by which repeats are counted. */
    static String kind(ILoggingEvent event) {
        Marker marker = marker(event);
        return marker != null ? marker.getName() : event.getLoggerName() + ' ' + event.getMessage();
    }

    static String logger(ILoggingEvent event) {
        String name = event.getLoggerName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    static String error(IThrowableProxy error) {
        return error.getMessage() == null ? error.getClassName() : error.getClassName() + ": " + error.getMessage();
    }

    /** Where it came from, cause by cause, a line each, as the JDK prints it. */
    static String stack(IThrowableProxy error) {
        StringBuilder stack = new StringBuilder();
        for (IThrowableProxy part = error; part != null && stack.length() < LONGEST; part = part.getCause()) {
            stack.append(part == error ? "" : "Caused by: ").append(error(part)).append('\n');
            StackTraceElementProxy[] frames = part.getStackTraceElementProxyArray();
            int common = part == error ? 0 : part.getCommonFrames();
            for (int i = 0; i < Math.min(FRAMES, frames.length - common); i++) {
                stack.append("\tat ").append(frames[i].getStackTraceElement()).append('\n');
            }
            if (common > 0 || frames.length > FRAMES) {
                stack.append("\t... more\n");
            }
        }
        return stack.toString();
    }

    /** Whether it could end a line, move a terminal, or hide. */
    static boolean unsafe(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
