package io.gatehouse.server.engine;

import static io.gatehouse.server.engine.Reasons.*;

import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.PassKind;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.server.roster.Pass;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.Policy;
import io.gatehouse.server.roster.Register;

/** The table of checks. Reads the state, writes verdict, reasons and attention into the event. */
final class Checks {
    static final long MINUTE_US = 60_000_000L;
    static final long FEVER_SPAN_US = 30 * MINUTE_US;
    static final long PASSAGE_SPAN_US = 5_000_000L;

    private static final int EXEMPT_FROM_LOCKDOWN =
            1 << PassKind.PASS_KIND_STAFF_VALUE | 1 << PassKind.PASS_KIND_MEDICAL_VALUE;
    private static final int MAY_BE_WIDER = EXEMPT_FROM_LOCKDOWN | 1 << PassKind.PASS_KIND_COURIER_VALUE;
    private static final int ID = 16;

    private final Register register;
    private final SiteTime time;
    private final Outings outings;

    Checks(Register register, SiteTime time, Outings outings) {
        this.register = register;
        this.time = time;
        this.outings = outings;
    }

    /** Judges a scan at {@code judgedAtUs}; {@code pass} is null where there is none. */
    void judge(Event e, Post post, Pass pass) {
        if (post.emergency) {
            set(e, EMERGENCY_OPEN, Verdict.VERDICT_ALLOW_VALUE, true);
        } else if (e.passIdLength != ID || !hasDirection(e)) {
            set(e, MALFORMED_SCAN, Verdict.VERDICT_REFER_VALUE, false);
        } else {
            Table table = post.rules.table(e.direction);
            int found = (pass == null ? ofUnknown(e, post) : of(e, post, pass)) & table.counted();
            set(e, found == 0 ? OK : found, table.verdict(found), table.attention(found));
        }
    }

    static void internalError(Event e) {
        set(e, INTERNAL_ERROR, Verdict.VERDICT_REFER_VALUE, true);
    }

    static boolean hasDirection(Event e) {
        return e.direction == Direction.DIRECTION_ENTRY_VALUE || e.direction == Direction.DIRECTION_EXIT_VALUE;
    }

    /**
     * Whether the event belongs to the last passage of its pass: same gate, same direction, within 5 s, and that passage
     * still stands.
     */
    static boolean repeats(Event e, Pass pass) {
        long last = pass.lastPassageUs();
        return last != 0 && repeats(e, last, pass.lastPassageGate(), pass.lastPassageDirection(), pass.place());
    }

    /** The same, by the values of a pass that has one. */
    static boolean repeats(Event e, long lastUs, int gate, int direction, int place) {
        return lastUs != 0
                && within(e.judgedAtUs, lastUs, PASSAGE_SPAN_US)
                && gate == e.gate
                && direction == e.direction
                && place == placeAfter(e.direction);
    }

    static int placeAfter(int direction) {
        return direction == Direction.DIRECTION_ENTRY_VALUE ? Pass.INSIDE : Pass.OUTSIDE;
    }

    private int ofUnknown(Event e, Post post) {
        return UNKNOWN_PASS | (post.lockdown ? LOCKDOWN : 0) | temperature(e, post.rules, true);
    }

    private int of(Event e, Post post, Pass pass) {
        int kind = pass.kind();
        boolean hot = pass.lastHighUs() != 0 && within(e.judgedAtUs, pass.lastHighUs(), FEVER_SPAN_US);
        int found = temperature(e, post.rules, hot) | roster(e, pass);
        if (post.lockdown && (EXEMPT_FROM_LOCKDOWN >>> kind & 1) == 0) {
            found |= LOCKDOWN;
        }
        if (pass.estateId() != post.estateId) {
            found |= elsewhere(post, pass, kind);
        }
        if (post.rules.curfew && !post.rules.mayPass(kind, time.minuteOfDay(e.judgedAtUs))) {
            found |= CURFEW;
        }
        return found | passages(e, post.rules, pass);
    }

    /** What the roster says of the pass. */
    private static int roster(Event e, Pass pass) {
        int found = 0;
        int status = pass.status();
        if (status > PassRow.ACTIVE) {
            found = status == PassRow.REVOKED ? REVOKED : SUSPENDED;
        }
        if (e.judgedAtUs < pass.validFromUs()) {
            found |= NOT_YET_VALID;
        }
        long until = pass.validUntilUs();
        if (until != 0 && e.judgedAtUs >= until) {
            found |= EXPIRED;
        }
        if (!pass.declared()) {
            found |= NOT_DECLARED;
        }
        if (pass.propertyListed() != pass.gridListed()) {
            found |= UNCONFIRMED;
        }
        return pass.quarantined() ? found | HOME_QUARANTINE : found;
    }

    /** A pass of another estate: wider scopes are for some kinds only. */
    private int elsewhere(Post post, Pass pass, int kind) {
        if ((MAY_BE_WIDER >>> kind & 1) == 0) {
            return WRONG_ESTATE;
        }
        int scope = pass.scope();
        boolean near = scope == PassRow.SCOPE_COMMUNITY
                && post.community != 0
                && register.community(pass.estateId()) == post.community;
        return near || scope == PassRow.SCOPE_ALL ? 0 : WRONG_ESTATE;
    }

    private static int temperature(Event e, Rules rules, boolean again) {
        int measured = e.temperature;
        if (rules.fever == 0) {
            return 0;
        }
        if (measured == Event.NOT_MEASURED) {
            return TEMPERATURE_MISSING;
        }
        if (measured < Policy.LOWEST_PLAUSIBLE || measured > Policy.HIGHEST_PLAUSIBLE) {
            return TEMPERATURE_IMPLAUSIBLE;
        }
        if (measured < rules.fever) {
            return 0;
        }
        return again ? FEVER : TEMPERATURE_HIGH;
    }

    private int passages(Event e, Rules rules, Pass pass) {
        int place = pass.place();
        boolean quota = rules.outings > 0
                && e.direction == Direction.DIRECTION_EXIT_VALUE
                && pass.household() != 0
                && used(e, rules, pass) >= rules.outings;
        if (place == Pass.UNKNOWN && !quota || repeats(e, pass)) {
            return 0;
        }
        int found = quota ? OUTING_QUOTA : 0;
        return found | (place == Pass.INSIDE ? ALREADY_INSIDE : place == Pass.OUTSIDE ? ALREADY_OUTSIDE : 0);
    }

    private int used(Event e, Rules rules, Pass pass) {
        return outings.sum(pass.estateId(), pass.household(), time.day(e.judgedAtUs), rules.outingDays);
    }

    private static boolean within(long a, long b, long span) {
        return Math.abs(a - b) <= span;
    }

    private static void set(Event e, int reasons, int verdict, boolean attention) {
        e.reasons = reasons;
        e.verdict = verdict;
        e.attention = attention;
    }
}
