package io.gatehouse.loadtest.site;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Times of a site file: ISO 8601, without an offset in the site's zone; a date alone is the beginning or end of its day. */
final class SiteTimes {
    private static final Pattern HAS_OFFSET = Pattern.compile(".*(Z|[+-]\\d\\d(:?\\d\\d)?)");
    private static final int DATE = 10;
    private static final int REMEMBERED = 4096;

    private final ZoneId zone;
    /** Millions of rows share few dates. */
    private final Map<String, Long> midnights = new HashMap<>();

    SiteTimes(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Microseconds since 1970; 0 for an empty text.
     *
     * @param ends whether a date alone means the end of that day
     */
    long us(String text, boolean ends) throws DateTimeException {
        if (text.isEmpty()) {
            return 0;
        }
        if (text.length() > DATE) {
            return us(
                    HAS_OFFSET.matcher(text.substring(DATE)).matches()
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).atZone(zone).toInstant());
        }
        String day = (ends ? "e" : "b") + text;
        Long known = midnights.get(day);
        if (known != null) {
            return known;
        }
        long midnight = us(
                LocalDate.parse(text).plusDays(ends ? 1 : 0).atStartOfDay(zone).toInstant());
        if (midnights.size() < REMEMBERED) {
            midnights.put(day, midnight);
        }
        return midnight;
    }

    private static long us(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
