package io.gatehouse.server.engine;

import io.gatehouse.proto.v1.Direction;
import io.gatehouse.server.roster.DayHours;
import io.gatehouse.server.roster.Policy;

/** A policy, prepared for the checks. Immutable; shared by the gates of an estate. */
final class Rules {
    private static final int KINDS = 6;

    final int fever;
    final boolean curfew;
    final int outings;
    final int outingDays;
    private final Table entry;
    private final Table exit;
    private final DayHours[] hours = new DayHours[KINDS];

    Rules(Policy policy) {
        fever = policy.feverDecicelsius();
        outings = policy.outings();
        outingDays = policy.outingDays();
        entry = Table.entry(policy);
        exit = Table.exit(policy);
        boolean any = false;
        for (int kind = 0; kind < KINDS; kind++) {
            hours[kind] = policy.hours(kind);
            any |= hours[kind] != null;
        }
        curfew = any;
    }

    Table table(int direction) {
        return direction == Direction.DIRECTION_ENTRY_VALUE ? entry : exit;
    }

    boolean mayPass(int kind, int minuteOfDay) {
        DayHours allowed = kind < KINDS ? hours[kind] : null;
        return allowed == null || allowed.contains(minuteOfDay);
    }

    /** Whether a temperature is from the threshold to 42.0; never where temperatures are not judged. */
    boolean isHigh(int temperature) {
        return fever != 0 && temperature >= fever && temperature <= Policy.HIGHEST_PLAUSIBLE;
    }
}
