package io.gatehouse.loadtest.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The time in which a run lies, with room on both sides for slow connecting, a target that stands still and a clock that
 * differs. Whether something holds in it is certain, or the bound lies within and nothing that depends on it is planned.
 *
 * @param from its first instant
 * @param to its last
 * @param zone of the site
 */
public record Horizon(Instant from, Instant to, ZoneId zone) {
    /** A decision this much off its planned time is still foretold rightly. */
    static final Duration SLACK = Duration.ofSeconds(60);

    /** Yes, no, or a bound lies within. */
    enum Holds {
        YES,
        NO,
        UNSURE
    }

    /** That of a run that begins now, or a little later, and takes so long. */
    public static Horizon of(Instant now, Duration run, ZoneId zone) {
        return new Horizon(now.minus(SLACK), now.plus(run).plus(SLACK.multipliedBy(3)), zone);
    }

    /** Whether an instant, microseconds since 1970, is over: it is at or before the time of judging. */
    Holds reached(long us) {
        if (us <= us(from)) {
            return Holds.YES;
        }
        return us > us(to) ? Holds.NO : Holds.UNSURE;
    }

    /** Whether all of it lies in the hours from one minute of the day up to another; equal ones are all day. */
    Holds within(int fromMinute, int untilMinute) {
        boolean begins = contains(fromMinute, untilMinute, from.atZone(zone));
        return crosses(fromMinute) || crosses(untilMinute) ? Holds.UNSURE : begins ? Holds.YES : Holds.NO;
    }

    /** Whether the site's day changes in it. */
    boolean spansMidnight() {
        return !day().equals(LocalDate.ofInstant(to, zone));
    }

    /** The day on which it begins. */
    public LocalDate day() {
        return LocalDate.ofInstant(from, zone);
    }

    private boolean crosses(int minute) {
        LocalTime time = LocalTime.ofSecondOfDay(minute * 60L);
        for (LocalDate day = day(); !day.isAfter(LocalDate.ofInstant(to, zone)); day = day.plusDays(1)) {
            Instant bound = day.atTime(time).atZone(zone).toInstant();
            if (!bound.isBefore(from) && !bound.isAfter(to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(int from, int until, ZonedDateTime at) {
        int minute = at.getHour() * 60 + at.getMinute();
        return from < until ? minute >= from && minute < until : minute >= from || minute < until;
    }

    static long us(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
