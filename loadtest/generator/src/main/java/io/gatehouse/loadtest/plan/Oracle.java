package io.gatehouse.loadtest.plan;

import static io.gatehouse.loadtest.plan.Checks.ENTRY;
import static io.gatehouse.loadtest.plan.Checks.EXIT;

import io.gatehouse.loadtest.plan.Horizon.Holds;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.PassKind;
import io.gatehouse.loadtest.site.Passes;
import io.gatehouse.loadtest.site.Rules;
import io.gatehouse.loadtest.site.Scope;
import io.gatehouse.loadtest.site.Site;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says what the right answer to a scan is, and keeps what it does to its pass. Like {@link Checks} it repeats the
 * server on purpose, from docs/PROTOCOL.md alone. Where something is not certain (history that nobody knows, a span
 * that may be over or not) it goes through all cases: what comes out is the set of right answers.
 */
final class Oracle {
    private static final int SLACK_MS = (int) Horizon.SLACK.toMillis();
    private static final int FEVER_MS = 30 * 60_000;
    private static final int PASSAGE_MS = 5_000;
    private static final int NEVER = Integer.MIN_VALUE;
    private static final int NO = 1;
    private static final int YES = 2;

    private final Passes passes;
    private final Rules rules;
    private final Horizon horizon;
    private final boolean mayHaveBeenHigh;
    private final Checks[] checks;
    private final int[] estates;
    private final Households households;

    // Of each pass: where it may be, when it was last hot, its last passage; times in ms from the start of the plan.
    private final byte[] places;
    private final int[] highs;
    private final int[] passages;
    private final short[] passageGates;

    // What the scan asked for last would do.
    private int newPlaces;

    Oracle(Site site, List<Gate> gates, Horizon horizon, History history) {
        this.passes = site.passes();
        this.rules = site.rules();
        this.horizon = horizon;
        this.mayHaveBeenHigh = history.mayHaveBeenHigh();
        checks = new Checks[gates.size()];
        estates = new int[gates.size()];
        Map<Integer, Checks> byEstate = new HashMap<>();
        for (int i = 0; i < checks.length; i++) {
            estates[i] = gates.get(i).estate();
            checks[i] = byEstate.computeIfAbsent(estates[i], e -> new Checks(rules.policy(e), horizon));
        }
        households = new Households(history, horizon.day().toEpochDay());
        places = new byte[passes.size()];
        highs = new int[places.length];
        passages = new int[places.length];
        passageGates = new short[places.length];
        long start = Horizon.us(horizon.from().plus(Horizon.SLACK));
        for (int pass = 0; pass < places.length; pass++) {
            places[pass] = (byte) history.places(passes.high(pass), passes.low(pass));
            long high = history.lastHighUs(passes.high(pass), passes.low(pass));
            highs[pass] = high == History.NEVER ? NEVER : (int) Math.max(-1 << 30, (high - start) / 1000);
            passages[pass] = NEVER;
        }
    }

    /** What is asked at a gate. */
    Checks checks(int gate) {
        return checks[gate];
    }

    /** Where a pass may be, as {@link History} has it. */
    int places(int pass) {
        return places[pass];
    }

    /** Reasons that hold for a pass at a gate all the time; -1 where a bound of time lies within. */
    int standing(int pass, int gate) {
        int papers = passes.papers(pass);
        Holds begun = horizon.reached(passes.validFromUs(pass));
        long until = passes.validUntilUs(pass);
        Holds over = until == 0 ? Holds.NO : horizon.reached(until);
        PassKind kind = passes.kind(pass);
        Holds hours = checks[gate].mayPass(kind);
        if (begun == Holds.UNSURE || over == Holds.UNSURE || hours == Holds.UNSURE) {
            return -1;
        }
        return (begun == Holds.NO ? Checks.NOT_YET_VALID : 0)
                | (over == Holds.YES ? Checks.EXPIRED : 0)
                | (hours == Holds.NO ? Checks.CURFEW : 0)
                | ((papers & Passes.REVOKED) != 0 ? Checks.REVOKED : 0)
                | ((papers & Passes.SUSPENDED) != 0 ? Checks.SUSPENDED : 0)
                | ((papers & Passes.DECLARED) == 0 ? Checks.NOT_DECLARED : 0)
                | ((papers & Passes.QUARANTINED) != 0 ? Checks.HOME_QUARANTINE : 0)
                | (onOneListOnly(papers) ? Checks.UNCONFIRMED : 0)
                | (isElsewhere(pass, estates[gate]) ? Checks.WRONG_ESTATE : 0);
    }

    private static boolean onOneListOnly(int papers) {
        return (papers & Passes.PROPERTY_LISTED) == 0 != ((papers & Passes.GRID_LISTED) == 0);
    }

    private boolean isElsewhere(int pass, int estate) {
        if (passes.estate(pass) == estate) {
            return false;
        }
        Scope scope = passes.scope(pass);
        boolean wide = switch (passes.kind(pass)) {
            case STAFF, MEDICAL, COURIER ->
                scope == Scope.ALL || scope == Scope.COMMUNITY && rules.neighbours(passes.estate(pass), estate);
            case RESIDENT, VISITOR -> false;
        };
        return !wide;
    }

    /** Whether a household's outings decide here, and the day changes in between: nothing can be foretold. */
    boolean quotaUnsure(int pass, int gate) {
        return hasQuota(pass, gate) && horizon.spansMidnight();
    }

    /** Whether there is a quota for it. */
    boolean hasQuota(int pass, int gate) {
        return checks[gate].outings() > 0 && passes.household(pass) != 0;
    }

    /** The right answers to a pass that no roster has. */
    int ofUnknown(int gate, long ticket) {
        int reasons = Checks.UNKNOWN_PASS | checks[gate].temperature(ScanTicket.temperature(ticket), true);
        return checks[gate].answers(reasons, ScanTicket.direction(ticket));
    }

    /**
     * The right answers to a scan of a pass that stands so at that gate; {@link #take} lets it happen.
     *
     * @param standing as {@link #standing} has it
     * @param ms from the start of the plan
     */
    int of(int gate, long ticket, int standing, int ms) {
        Checks table = checks[gate];
        int pass = ScanTicket.pass(ticket);
        int direction = ScanTicket.direction(ticket);
        int again = again(pass, ms);
        int quota = direction == EXIT && hasQuota(pass, gate)
                ? households.reached(passes.estate(pass), passes.household(pass), table)
                : NO;
        int answers = 0;
        newPlaces = 0;
        for (int place = places[pass]; place != 0; place &= place - 1) {
            int at = Integer.lowestOneBit(place);
            int repeats = repeats(pass, gate, direction, at, ms);
            // Four questions, each with yes, no or both for an answer.
            for (int cases = 0; cases < 8; cases++) {
                int hot = 1 + (cases & 1);
                int repeat = 1 + (cases >>> 1 & 1);
                int full = 1 + (cases >>> 2);
                if ((hot & again) == 0 || (repeat & repeats) == 0 || (full & quota) == 0) {
                    continue;
                }
                int reasons = standing | table.temperature(ScanTicket.temperature(ticket), hot == YES);
                if (repeat == NO) {
                    reasons |= at == History.INSIDE ? Checks.ALREADY_INSIDE : 0;
                    reasons |= at == History.OUTSIDE ? Checks.ALREADY_OUTSIDE : 0;
                    reasons |= full == YES ? Checks.OUTING_QUOTA : 0;
                }
                int one = table.answers(reasons, direction);
                answers |= one;
                newPlaces |= Answer.opens(one) ? placeAfter(direction) : at;
            }
        }
        return answers;
    }

    /** The scan asked for last happens: at that time, with one of those answers. */
    void take(int gate, long ticket, int ms, int answers) {
        int pass = ScanTicket.pass(ticket);
        int direction = ScanTicket.direction(ticket);
        if (checks[gate].isHigh(ScanTicket.temperature(ticket))) {
            highs[pass] = ms;
        }
        boolean mayOpen = (answers & Answer.either(Answer.ALLOW)) != 0;
        if (mayOpen && direction == EXIT && hasQuota(pass, gate) && places[pass] != History.OUTSIDE) {
            boolean surely = Answer.opens(answers) && (places[pass] & History.OUTSIDE) == 0;
            households.outing(passes.estate(pass), passes.household(pass), checks[gate], surely);
        }
        if (mayOpen) {
            passages[pass] = ms;
            passageGates[pass] = (short) gate;
        }
        places[pass] = (byte) newPlaces;
    }

    /** Both orders of two scans of one pass at the same moment; afterwards it may be where either of them ends. */
    int[] race(int gate, long ticket, int otherGate, long otherTicket, int standing, int otherStanding, int ms) {
        State before = new State(ScanTicket.pass(ticket));
        int[] oneFirst = inOrder(gate, ticket, standing, otherGate, otherTicket, otherStanding, ms);
        int after = places[before.pass];
        before.restore();
        int[] otherFirst = inOrder(otherGate, otherTicket, otherStanding, gate, ticket, standing, ms);
        places[before.pass] |= (byte) after;
        return new int[] {oneFirst[0] | otherFirst[1], oneFirst[1] | otherFirst[0]};
    }

    private int[] inOrder(int gate, long ticket, int standing, int nextGate, long next, int nextStanding, int ms) {
        int first = of(gate, ticket, standing, ms);
        take(gate, ticket, ms, first);
        int second = of(nextGate, next, nextStanding, ms);
        take(nextGate, next, ms, second);
        return new int[] {first, second};
    }

    private static int placeAfter(int direction) {
        return direction == ENTRY ? History.INSIDE : History.OUTSIDE;
    }

    private int again(int pass, int ms) {
        boolean may = mayHaveBeenHigh && ms < FEVER_MS + SLACK_MS;
        if (highs[pass] == NEVER) {
            return may ? NO | YES : NO;
        }
        long age = (long) ms - highs[pass];
        if (age < FEVER_MS - SLACK_MS) {
            return YES;
        }
        return age > FEVER_MS + SLACK_MS && !may ? NO : NO | YES;
    }

    /** Whether it is one with the last passage; of what was before the plan nobody knows for a while. */
    private int repeats(int pass, int gate, int direction, int place, int ms) {
        if (place != placeAfter(direction)) {
            return NO;
        }
        if (passages[pass] == NEVER) {
            return ms > PASSAGE_MS + SLACK_MS ? NO : NO | YES;
        }
        long age = (long) ms - passages[pass];
        return passageGates[pass] != (short) gate || age > PASSAGE_MS + SLACK_MS ? NO : NO | YES;
    }

    /** What a pass was, to go back to. */
    private final class State {
        private final int pass;
        private final byte place;
        private final int high;
        private final int passage;
        private final short passageGate;

        State(int pass) {
            this.pass = pass;
            place = places[pass];
            high = highs[pass];
            passage = passages[pass];
            passageGate = passageGates[pass];
        }

        void restore() {
            places[pass] = place;
            highs[pass] = high;
            passages[pass] = passage;
            passageGates[pass] = passageGate;
        }
    }
}
