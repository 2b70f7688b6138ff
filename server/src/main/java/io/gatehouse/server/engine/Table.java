package io.gatehouse.server.engine;

import static io.gatehouse.server.engine.Reasons.*;

import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.server.roster.Policy;

/** The table of checks for one direction, under one policy: which reasons count, and what each comes to. */
final class Table {
    private static final byte ALLOW = Verdict.VERDICT_ALLOW_VALUE;
    private static final byte DENY = Verdict.VERDICT_DENY_VALUE;
    private static final byte REFER = Verdict.VERDICT_REFER_VALUE;
    private static final byte RETEST = Verdict.VERDICT_RETEST_VALUE;

    private final byte[] verdicts = new byte[Reasons.COUNT];
    private int counted;
    private int attention;
    private int holding;

    private Table() {}

    static Table entry(Policy policy) {
        Table t = both(policy);
        t.row(LOCKDOWN | UNKNOWN_PASS | SUSPENDED | NOT_YET_VALID | EXPIRED | WRONG_ESTATE, DENY);
        t.row(REVOKED, DENY).alert(REVOKED);
        t.row(NOT_DECLARED, DENY, policy.declarationRequired());
        t.row(UNCONFIRMED, REFER, policy.bothListsRequired());
        t.row(HOME_QUARANTINE, ALLOW).alert(HOME_QUARANTINE);
        t.row(TEMPERATURE_MISSING, RETEST, policy.temperatureRequired());
        t.repeat(ALREADY_INSIDE, policy.alreadyInside());
        return t;
    }

    static Table exit(Policy policy) {
        Table t = both(policy);
        t.row(LOCKDOWN, DENY);
        t.row(UNKNOWN_PASS | SUSPENDED | NOT_YET_VALID | EXPIRED, REFER);
        t.row(REVOKED, REFER).alert(REVOKED);
        t.row(NOT_DECLARED, REFER, policy.declarationRequired());
        t.row(WRONG_ESTATE, ALLOW).alert(WRONG_ESTATE);
        t.row(UNCONFIRMED, ALLOW, policy.bothListsRequired()).alert(UNCONFIRMED);
        t.row(HOME_QUARANTINE, DENY).alert(HOME_QUARANTINE);
        t.repeat(ALREADY_OUTSIDE, policy.alreadyOutside());
        t.row(OUTING_QUOTA, DENY, policy.outings() > 0);
        return t;
    }

    /** Reasons that the policy and the direction let count. */
    int counted() {
        return counted;
    }

    /** The verdict of the first reason whose verdict is not ALLOW. */
    int verdict(int reasons) {
        int held = reasons & holding;
        return held == 0 ? ALLOW : verdicts[Integer.numberOfTrailingZeros(held)];
    }

    boolean attention(int reasons) {
        return (reasons & attention) != 0;
    }

    private static Table both(Policy policy) {
        Table t = new Table();
        t.row(FEVER, REFER).alert(FEVER);
        t.row(TEMPERATURE_IMPLAUSIBLE, RETEST, policy.temperatureImplausible());
        t.row(TEMPERATURE_HIGH, RETEST, policy.temperatureHigh());
        t.row(CURFEW, DENY);
        return t;
    }

    private void repeat(int reason, Policy.Repeat repeat) {
        boolean denies = repeat == Policy.Repeat.DENY;
        row(reason, denies ? DENY : ALLOW, repeat != Policy.Repeat.OFF).alert(reason);
    }

    private Table row(int reasons, byte verdict) {
        return row(reasons, verdict, true);
    }

    private Table row(int reasons, byte verdict, boolean asked) {
        if (asked) {
            counted |= reasons;
        }
        for (int bit = 0; bit < Reasons.COUNT; bit++) {
            if ((reasons >>> bit & 1) != 0) {
                verdicts[bit] = verdict;
            }
        }
        if (verdict != ALLOW) {
            holding |= reasons;
        }
        return this;
    }

    private void alert(int reasons) {
        attention |= reasons;
    }
}
