package io.gatehouse.server.roster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hours of the day in which passing is allowed.
 *
 * @param from first minute of the day, 0 to 1439
 * @param until first minute that is no longer allowed, 1 to 1440; at or below {@code from} where the hours span midnight
 */
public record DayHours(int from, int until) {
    private static final Pattern TEXT = Pattern.compile("(\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d)");

    /** Whether the minute of the day, 0 to 1439, is within. */
    public boolean contains(int minute) {
        return from < until ? minute >= from && minute < until : minute >= from || minute < until;
    }

    /** Reads {@code HH:MM-HH:MM}; null where the text is none. */
    static DayHours parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            return null;
        }
        int from = minutes(m.group(1), m.group(2));
        int until = minutes(m.group(3), m.group(4));
        boolean holds = from >= 0 && from < 1440 && until > 0 && from != until;
        return holds ? new DayHours(from, until) : null;
    }

    private static int minutes(String hours, String minutes) {
        int h = Integer.parseInt(hours);
        int m = Integer.parseInt(minutes);
        return m < 60 && (h < 24 || h == 24 && m == 0) ? h * 60 + m : -1;
    }
}
