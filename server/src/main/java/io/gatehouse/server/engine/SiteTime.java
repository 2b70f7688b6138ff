package io.gatehouse.server.engine;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;

/** Days and hours in the site's time zone, without garbage: all changes of its offset from 1970 to 2100 are laid out. */
final class SiteTime {
    static final String DEFAULT_ZONE = "Asia/Shanghai";

    private static final long MICROS = 1_000_000;
    private static final long MINUTE = 60 * MICROS;
    private static final long DAY = 1440 * MINUTE;
    private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

    private String zone;
    /** From {@code since[i]} on, {@code offsets[i]} holds. */
    private long[] since = new long[0];

    private long[] offsets = new long[0];
    private int last;

    SiteTime() {
        setZone(DEFAULT_ZONE);
    }

    static boolean isZone(String name) {
        try {
            ZoneId.of(name);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    String zone() {
        return zone;
    }

    void setZone(String name) {
        ZoneRules rules = ZoneId.of(name).getRules();
        zone = name;
        since = new long[] {Long.MIN_VALUE};
        offsets = new long[] {rules.getOffset(Instant.EPOCH).getTotalSeconds() * MICROS};
        last = 0;
        ZoneOffsetTransition next = rules.nextTransition(Instant.EPOCH);
        while (next != null && next.getInstant().isBefore(LAST)) {
            since = append(since, next.toEpochSecond() * MICROS);
            offsets = append(offsets, next.getOffsetAfter().getTotalSeconds() * MICROS);
            next = rules.nextTransition(next.getInstant());
        }
    }

    /** Days since 1970-01-01 there. */
    int day(long atUs) {
        return (int) Math.floorDiv(local(atUs), DAY);
    }

    /** Minute of the day there, 0 to 1439. */
    int minuteOfDay(long atUs) {
        return (int) (Math.floorMod(local(atUs), DAY) / MINUTE);
    }

    private long local(long atUs) {
        int i = last;
        if (atUs < since[i] || i + 1 < since.length && atUs >= since[i + 1]) {
            int found = Arrays.binarySearch(since, atUs);
            i = found >= 0 ? found : -found - 2;
            last = i;
        }
        return atUs + offsets[i];
    }

    private static long[] append(long[] values, long value) {
        long[] longer = Arrays.copyOf(values, values.length + 1);
        longer[values.length] = value;
        return longer;
    }
}
