package io.gatehouse.client;

import static io.gatehouse.proto.v1.Verdict.VERDICT_ALLOW;
import static io.gatehouse.proto.v1.Verdict.VERDICT_DENY;
import static io.gatehouse.proto.v1.Verdict.VERDICT_REFER;
import static io.gatehouse.proto.v1.Verdict.VERDICT_RETEST;

import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Verdict;

/** The protocol's table of checks, as far as a gate needs it: the verdict of each reason by direction. */
final class CheckTable {
    private CheckTable() {}

    /** Returns the verdict; REFER for a reason that this version does not know. */
    static Verdict verdict(Reason reason, Direction direction) {
        boolean exit = direction == Direction.DIRECTION_EXIT;
        return switch (reason) {
            case REASON_OK, REASON_EMERGENCY_OPEN, REASON_ALREADY_INSIDE, REASON_ALREADY_OUTSIDE -> VERDICT_ALLOW;
            case REASON_LOCKDOWN, REASON_CURFEW, REASON_OUTING_QUOTA -> VERDICT_DENY;
            case REASON_UNKNOWN_PASS,
                    REASON_REVOKED,
                    REASON_SUSPENDED,
                    REASON_NOT_YET_VALID,
                    REASON_EXPIRED,
                    REASON_NOT_DECLARED -> exit ? VERDICT_REFER : VERDICT_DENY;
            case REASON_WRONG_ESTATE -> exit ? VERDICT_ALLOW : VERDICT_DENY;
            case REASON_UNCONFIRMED -> exit ? VERDICT_ALLOW : VERDICT_REFER;
            case REASON_HOME_QUARANTINE -> exit ? VERDICT_DENY : VERDICT_ALLOW;
            case REASON_TEMPERATURE_MISSING, REASON_TEMPERATURE_IMPLAUSIBLE, REASON_TEMPERATURE_HIGH -> VERDICT_RETEST;
            default -> VERDICT_REFER;
        };
    }

    /** Returns the verdict to act by: one that this version does not know keeps closed and calls the guard. */
    static Verdict known(Verdict verdict) {
        return switch (verdict) {
            case VERDICT_ALLOW, VERDICT_DENY, VERDICT_RETEST -> verdict;
            default -> VERDICT_REFER;
        };
    }

    /** Returns the number of the one reason to record for a decision: the first that has its verdict by the table. */
    static int decisive(Decision decision, Direction direction) {
        for (int i = 0; i < decision.getReasonsCount(); i++) {
            if (verdict(decision.getReasons(i), direction) == decision.getVerdict()) {
                return decision.getReasonsValue(i);
            }
        }
        // A policy gave one of them another verdict than the table does.
        return decision.getReasonsCount() == 0 ? 0 : decision.getReasonsValue(decision.getReasonsCount() - 1);
    }
}
