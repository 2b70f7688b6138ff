package io.gatehouse.server.engine;

import io.gatehouse.proto.v1.Reason;

/** Bit n stands for the {@code Reason} with number n. Ascending bits are in the order of the checks. */
final class Reasons {
    static final int OK = 1 << Reason.REASON_OK_VALUE;
    static final int MALFORMED_SCAN = 1 << Reason.REASON_MALFORMED_SCAN_VALUE;
    static final int EMERGENCY_OPEN = 1 << Reason.REASON_EMERGENCY_OPEN_VALUE;
    static final int FEVER = 1 << Reason.REASON_FEVER_VALUE;
    static final int LOCKDOWN = 1 << Reason.REASON_LOCKDOWN_VALUE;
    static final int UNKNOWN_PASS = 1 << Reason.REASON_UNKNOWN_PASS_VALUE;
    static final int REVOKED = 1 << Reason.REASON_REVOKED_VALUE;
    static final int SUSPENDED = 1 << Reason.REASON_SUSPENDED_VALUE;
    static final int NOT_YET_VALID = 1 << Reason.REASON_NOT_YET_VALID_VALUE;
    static final int EXPIRED = 1 << Reason.REASON_EXPIRED_VALUE;
    static final int NOT_DECLARED = 1 << Reason.REASON_NOT_DECLARED_VALUE;
    static final int WRONG_ESTATE = 1 << Reason.REASON_WRONG_ESTATE_VALUE;
    static final int UNCONFIRMED = 1 << Reason.REASON_UNCONFIRMED_VALUE;
    static final int HOME_QUARANTINE = 1 << Reason.REASON_HOME_QUARANTINE_VALUE;
    static final int TEMPERATURE_MISSING = 1 << Reason.REASON_TEMPERATURE_MISSING_VALUE;
    static final int TEMPERATURE_IMPLAUSIBLE = 1 << Reason.REASON_TEMPERATURE_IMPLAUSIBLE_VALUE;
    static final int TEMPERATURE_HIGH = 1 << Reason.REASON_TEMPERATURE_HIGH_VALUE;
    static final int CURFEW = 1 << Reason.REASON_CURFEW_VALUE;
    static final int ALREADY_INSIDE = 1 << Reason.REASON_ALREADY_INSIDE_VALUE;
    static final int ALREADY_OUTSIDE = 1 << Reason.REASON_ALREADY_OUTSIDE_VALUE;
    static final int OUTING_QUOTA = 1 << Reason.REASON_OUTING_QUOTA_VALUE;
    static final int INTERNAL_ERROR = 1 << Reason.REASON_INTERNAL_ERROR_VALUE;

    /** One more than the highest reason. */
    static final int COUNT = Reason.REASON_INTERNAL_ERROR_VALUE + 1;

    private Reasons() {}
}
