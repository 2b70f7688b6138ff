package io.gatehouse.server.metrics;

import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Verdict;
import java.util.ArrayList;
import java.util.List;

/** The pairs of verdict and reason that the table of checks gives: exposed as 0 before the first scan. */
final class KnownScans {
    record Pair(int verdict, int reason) {}

    static final List<Pair> ALL = all();

    private KnownScans() {}

    private static List<Pair> all() {
        List<Pair> pairs = new ArrayList<>();
        add(
                pairs,
                Verdict.VERDICT_ALLOW,
                Reason.REASON_OK,
                Reason.REASON_EMERGENCY_OPEN,
                Reason.REASON_WRONG_ESTATE,
                Reason.REASON_UNCONFIRMED,
                Reason.REASON_HOME_QUARANTINE,
                Reason.REASON_ALREADY_INSIDE,
                Reason.REASON_ALREADY_OUTSIDE);
        add(
                pairs,
                Verdict.VERDICT_DENY,
                Reason.REASON_LOCKDOWN,
                Reason.REASON_UNKNOWN_PASS,
                Reason.REASON_REVOKED,
                Reason.REASON_SUSPENDED,
                Reason.REASON_NOT_YET_VALID,
                Reason.REASON_EXPIRED,
                Reason.REASON_NOT_DECLARED,
                Reason.REASON_WRONG_ESTATE,
                Reason.REASON_HOME_QUARANTINE,
                Reason.REASON_CURFEW,
                Reason.REASON_ALREADY_INSIDE,
                Reason.REASON_ALREADY_OUTSIDE,
                Reason.REASON_OUTING_QUOTA);
        add(
                pairs,
                Verdict.VERDICT_REFER,
                Reason.REASON_MALFORMED_SCAN,
                Reason.REASON_FEVER,
                Reason.REASON_UNKNOWN_PASS,
                Reason.REASON_REVOKED,
                Reason.REASON_SUSPENDED,
                Reason.REASON_NOT_YET_VALID,
                Reason.REASON_EXPIRED,
                Reason.REASON_NOT_DECLARED,
                Reason.REASON_UNCONFIRMED,
                Reason.REASON_INTERNAL_ERROR);
        add(
                pairs,
                Verdict.VERDICT_RETEST,
                Reason.REASON_TEMPERATURE_MISSING,
                Reason.REASON_TEMPERATURE_IMPLAUSIBLE,
                Reason.REASON_TEMPERATURE_HIGH);
        return List.copyOf(pairs);
    }

    private static void add(List<Pair> pairs, Verdict verdict, Reason... reasons) {
        for (Reason reason : reasons) {
            pairs.add(new Pair(verdict.getNumber(), reason.getNumber()));
        }
    }
}
