package io.gatehouse.server.roster.site;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/**
 * Times of a site file in microseconds since 1970: ISO 8601 with an offset or Z, without one in the site's time zone, or a
 * date alone.
 */
final class Times {
    static final long REFUSED = -1;
    private static final int REMEMBERED = 4_096;
    private static final int LONGEST = 40;

    private final ZoneId zone;
    /** Millions of rows share few dates. */
    private final Map<String, Long> midnights = new HashMap<>();

    Times(ZoneId zone) {
        this.zone = zone;
    }

    /** A date alone is its midnight. 0 for an empty text, {@link #REFUSED} for what is no time after 1970. */
    long from(String text) {
        return parse(text, 0);
    }

    /** A date alone lasts to its end: the next midnight is the first instant that is no longer valid. */
    long until(String text) {
        return parse(text, 1);
    }

    private long parse(String text, int daysOn) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return text.length() == 10 ? midnight(text, daysOn) : micros(instant(text));
        } catch (DateTimeException | ArithmeticException e) {
            return REFUSED;
        }
    }

    private long midnight(String text, int daysOn) {
        Long known = midnights.get(daysOn + text);
        if (known != null) {
            return known;
        }
        long us =
                micros(LocalDate.parse(text).plusDays(daysOn).atStartOfDay(zone).toInstant());
        if (midnights.size() < REMEMBERED) {
            midnights.put(daysOn + text, us);
        }
        return us;
    }

    private Instant instant(String text) {
        if (text.length() > LONGEST || text.indexOf('T') != 10) {
            throw new DateTimeException("neither a date nor a time");
        }
        boolean hasOffset = text.endsWith("Z") || text.indexOf('+', 11) > 0 || text.indexOf('-', 11) > 0;
        return hasOffset
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(zone).toInstant();
    }

    private static long micros(Instant instant) {
        long us = Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000), instant.getNano() / 1_000);
        return us > 0 ? us : REFUSED;
    }
}
