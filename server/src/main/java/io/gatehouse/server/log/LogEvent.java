package io.gatehouse.server.log;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Everything that the server warns of, each counted by its name. There is no other way to a line of level warn or above:
 * {@code LogEvent.SITE_REFUSED.error(LOG).log(...)}.
 */
public enum LogEvent {
    /** What libraries warn of. */
    OTHER,
    CERTIFICATE_EXPIRED,
    CERTIFICATE_REFUSED,
    CONNECTION_FAILED,
    CONNECTIONS_BOUNDED,
    CONNECTIONS_REFUSED,
    GATE_REFUSED,
    HANGUP_IGNORED,
    INTERNAL_ERROR,
    JOURNAL_NOT_CLOSED,
    JOURNAL_TAIL_CUT,
    PAGE_FAILED,
    RELOAD_FAILED,
    SCAN_FAILED,
    SEGMENT_NO_SPACE,
    SITE_NOT_APPLIED,
    SITE_REFUSED,
    SNAPSHOT_DAMAGED,
    SNAPSHOT_FAILED,
    SNAPSHOT_NO_SPACE,
    STOP_FAILED,
    STORAGE_FAILED;

    /** Names in lines and labels, by ordinal. */
    public static final List<String> LABELS =
            Arrays.stream(values()).map(LogEvent::label).toList();

    private final String label = name().toLowerCase(Locale.ROOT);
    private final Marker marker = MarkerFactory.getMarker(label);

    public String label() {
        return label;
    }

    /** Begins a line that somebody should look at in the shift. */
    public LoggingEventBuilder warn(Logger logger) {
        return logger.atWarn().addMarker(marker);
    }

    /** Begins a line for which somebody has to do something. */
    public LoggingEventBuilder error(Logger logger) {
        return logger.atError().addMarker(marker);
    }

    /** The event of a line with that marker; {@link #OTHER} where it is none of ours. */
    static LogEvent of(Marker marker) {
        int place = marker == null ? 0 : LABELS.indexOf(marker.getName());
        return values()[Math.max(0, place)];
    }
}
