package io.gatehouse.loadtest.plan;

import io.gatehouse.loadtest.plan.Horizon.Holds;
import io.gatehouse.loadtest.site.PassKind;
import io.gatehouse.loadtest.site.Policy;
import io.gatehouse.loadtest.site.Policy.Repeat;

/**
 * The protocol's table of checks for the gates of one estate, as far as planned scans can come to them. It repeats what
 * the server has on purpose: written from docs/PROTOCOL.md alone and sharing no code with it, so that a mistake of the
 * one is not the mistake of the other.
 */
final class Checks {
    /** Reasons as bits, in the order of the table. */
    static final int FEVER = 1;

    static final int UNKNOWN_PASS = 1 << 1;
    static final int REVOKED = 1 << 2;
    static final int SUSPENDED = 1 << 3;
    static final int NOT_YET_VALID = 1 << 4;
    static final int EXPIRED = 1 << 5;
    static final int NOT_DECLARED = 1 << 6;
    static final int WRONG_ESTATE = 1 << 7;
    static final int UNCONFIRMED = 1 << 8;
    static final int HOME_QUARANTINE = 1 << 9;
    static final int TEMPERATURE_MISSING = 1 << 10;
    static final int TEMPERATURE_IMPLAUSIBLE = 1 << 11;
    static final int TEMPERATURE_HIGH = 1 << 12;
    static final int CURFEW = 1 << 13;
    static final int ALREADY_INSIDE = 1 << 14;
    static final int ALREADY_OUTSIDE = 1 << 15;
    static final int OUTING_QUOTA = 1 << 16;

    static final int ENTRY = 1;
    static final int EXIT = 2;

    private static final int ROWS = 17;
    private static final int LOWEST = 350;
    private static final int HIGHEST = 420;

    /** What each row comes to: a set of answers, 0 where it never applies. */
    private final int[] entry = new int[ROWS];

    private final int[] exit = new int[ROWS];
    private final Holds[] hours = new Holds[PassKind.values().length];
    private final int fever;
    private final int outings;
    private final int outingDays;

    Checks(Policy policy, Horizon horizon) {
        fever = policy.fever();
        outings = policy.outings();
        outingDays = policy.outingDays();
        for (PassKind kind : PassKind.values()) {
            int[] of = policy.hours(kind);
            hours[kind.ordinal()] = of == null ? Holds.YES : horizon.within(of[0], of[1]);
        }
        int allow = Answer.of(Answer.ALLOW, true);
        int deny = Answer.of(Answer.DENY, false);
        int refer = Answer.of(Answer.REFER, false);
        int retest = Answer.of(Answer.RETEST, false);
        row(FEVER, Answer.of(Answer.REFER, true), Answer.of(Answer.REFER, true), fever > 0);
        row(UNKNOWN_PASS, deny, refer, true);
        row(REVOKED, Answer.of(Answer.DENY, true), Answer.of(Answer.REFER, true), true);
        row(SUSPENDED, deny, refer, true);
        row(NOT_YET_VALID, deny, refer, true);
        row(EXPIRED, deny, refer, true);
        row(NOT_DECLARED, deny, refer, policy.declaration());
        row(WRONG_ESTATE, deny, allow, true);
        row(UNCONFIRMED, refer, allow, policy.bothLists());
        row(HOME_QUARANTINE, allow, Answer.of(Answer.DENY, true), true);
        row(TEMPERATURE_MISSING, retest, 0, fever > 0 && policy.temperatureRequired());
        row(TEMPERATURE_IMPLAUSIBLE, retest, retest, fever > 0 && policy.implausible());
        row(TEMPERATURE_HIGH, retest, retest, fever > 0 && policy.high());
        row(CURFEW, deny, deny, true);
        row(ALREADY_INSIDE, repeated(policy.alreadyInside()), 0, true);
        row(ALREADY_OUTSIDE, 0, repeated(policy.alreadyOutside()), true);
        row(OUTING_QUOTA, 0, deny, outings > 0);
    }

    private void row(int reason, int onEntry, int onExit, boolean asked) {
        int row = Integer.numberOfTrailingZeros(reason);
        entry[row] = asked ? onEntry : 0;
        exit[row] = asked ? onExit : 0;
    }

    /** Whether a denial of these rows asks for attention, the table leaves open. */
    private static int repeated(Repeat repeat) {
        return switch (repeat) {
            case OFF -> 0;
            case ATTENTION -> Answer.of(Answer.ALLOW, true);
            case DENY -> Answer.either(Answer.DENY);
        };
    }

    /** The answers to a scan of whose pass all these reasons hold: the first that does not allow gives the verdict. */
    int answers(int reasons, int direction) {
        int[] rows = direction == ENTRY ? entry : exit;
        int verdict = Answer.ALLOW;
        boolean attention = false;
        boolean open = false;
        for (int left = reasons; left != 0; left &= left - 1) {
            int answers = rows[Integer.numberOfTrailingZeros(left)];
            if (answers == 0) {
                continue;
            }
            int of = Integer.numberOfTrailingZeros(answers) / 2 + 1;
            if (verdict == Answer.ALLOW) {
                verdict = of;
            }
            boolean either = answers == Answer.either(of);
            open |= either;
            attention |= !either && answers == Answer.of(of, true);
        }
        return open && !attention ? Answer.either(verdict) : Answer.of(verdict, attention);
    }

    /** What a temperature says of a scan. {@code again}: a high one of the same pass lies less than 30 minutes back. */
    int temperature(int measured, boolean again) {
        if (measured == 0) {
            return TEMPERATURE_MISSING;
        }
        if (measured < LOWEST || measured > HIGHEST) {
            return TEMPERATURE_IMPLAUSIBLE;
        }
        return !isHigh(measured) ? 0 : again ? FEVER : TEMPERATURE_HIGH;
    }

    /** Whether it is remembered. */
    boolean isHigh(int measured) {
        return fever > 0 && measured >= fever && measured <= HIGHEST;
    }

    /** The lowest temperature that is high; where none is judged the usual one. */
    int threshold() {
        return fever > 0 ? fever : 373;
    }

    /** Whether a kind of pass may go through at these hours. */
    Holds mayPass(PassKind kind) {
        return hours[kind.ordinal()];
    }

    /** Most outings of a household; 0: no quota. */
    int outings() {
        return outings;
    }

    int outingDays() {
        return outingDays;
    }
}
