package io.gatehouse.server.engine;

import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.server.roster.Pass;
import io.gatehouse.server.roster.Register;

/** What a scan or an outcome does to its pass and household: writes the values after the event into the event. */
final class Effects {
    private final Register register;
    private final SiteTime time;
    private final Outings outings;

    Effects(Register register, SiteTime time, Outings outings) {
        this.register = register;
        this.time = time;
        this.outings = outings;
    }

    /** A scan that was judged: a live one does what its verdict says, one with {@code acted} what the gate did. */
    void scan(Event e, Post post, Pass pass) {
        boolean allowed = e.verdict == Verdict.VERDICT_ALLOW_VALUE;
        boolean opened = e.acted ? e.actedOpened : allowed;
        e.differs = opened != allowed;
        if (pass == null || !Checks.hasDirection(e)) {
            return;
        }
        boolean high = !post.emergency && post.rules.isHigh(e.temperature);
        if (high || opened) {
            keep(e, pass);
        }
        if (high) {
            e.lastHighUs = e.acted ? Math.max(e.judgedAtUs, pass.lastHighUs()) : e.judgedAtUs;
            e.passChanged = true;
        }
        if (opened) {
            passage(e, post, pass, e.acted);
        }
    }

    /** An outcome of a scan whose decision is held, at that place of the gate's. */
    void outcome(Event e, Post post, Pass pass, DecisionRing decisions, int place) {
        if (StoredDecision.opened(decisions.decision(place)) == e.actedOpened) {
            return;
        }
        e.differs = true;
        if (e.actedOpened) {
            opened(e, post, pass);
        } else {
            notOpened(e, pass, decisions, place);
        }
    }

    /** A passage that only the gate knew of. */
    void opened(Event e, Post post, Pass pass) {
        if (pass != null && Checks.hasDirection(e)) {
            keep(e, pass);
            passage(e, post, pass, true);
        }
    }

    /** What was taken for a passage was none. A later passage stands; the outing is given back to where it was counted. */
    private void notOpened(Event e, Pass pass, DecisionRing decisions, int place) {
        long decision = decisions.decision(place);
        long timeUs = decisions.timeUs(place);
        boolean last = pass != null && StoredDecision.isLast(decision, timeUs, e.gate, pass);
        if (last && pass.place() != Pass.UNKNOWN) {
            keep(e, pass);
            e.place = Pass.UNKNOWN;
            e.passChanged = true;
        }
        if (StoredDecision.outing(decision)) {
            long household = decisions.household(place);
            int estate = StoredDecision.estate(household);
            int number = StoredDecision.number(household);
            int day = StoredDecision.outingDay(decision, timeUs);
            int count = outings.get(estate, number, day);
            if (count > 0) {
                outing(e, estate, number, day, count - 1);
            }
        }
    }

    /** {@code late}: what happened may lie before the last passage, which then stands. */
    private void passage(Event e, Post post, Pass pass, boolean late) {
        if (Checks.repeats(e, pass)) {
            e.passChanged = true; // one with the last passage: the record says which that was
            return;
        }
        boolean leaves = e.direction == Direction.DIRECTION_EXIT_VALUE && pass.place() != Pass.OUTSIDE;
        if (leaves && post.rules.outings > 0 && pass.household() != 0) {
            int estate = pass.estateId();
            int household = pass.household();
            int day = time.day(e.judgedAtUs);
            if (day > time.day(e.receivedAtUs) - Outings.KEPT_DAYS) {
                outing(e, estate, household, day, outings.get(estate, household, day) + 1);
            }
        }
        if (late && e.judgedAtUs < pass.lastPassageUs()) {
            return;
        }
        e.place = Checks.placeAfter(e.direction);
        e.lastPassageUs = e.judgedAtUs;
        e.lastPassageGate = e.gate;
        e.lastPassageGateId = register.gateId(e.gate);
        e.lastPassageDirection = e.direction;
        e.passChanged = true;
    }

    /** The pass's own state as it stands, where some of it may change. */
    private void keep(Event e, Pass pass) {
        e.place = pass.place();
        e.lastPassageUs = pass.lastPassageUs();
        boolean passed = e.lastPassageUs != 0;
        e.lastPassageGate = passed ? pass.lastPassageGate() : 0;
        e.lastPassageGateId = passed ? register.gateId(e.lastPassageGate) : null;
        e.lastPassageDirection = passed ? pass.lastPassageDirection() : 0;
        e.lastHighUs = pass.lastHighUs();
    }

    private static void outing(Event e, int estate, int household, int day, int count) {
        e.outingChanged = true;
        e.outingEstate = estate;
        e.outingHousehold = household;
        e.outingDay = day;
        e.outingCount = count;
    }
}
