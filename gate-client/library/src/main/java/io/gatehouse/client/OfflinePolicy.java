package io.gatehouse.client;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Verdict;
import java.util.OptionalInt;

/**
 * How a gate decides by itself under KIND_NORMAL. Lockdown and emergency opening are not asked here: the session keeps
 * closed and opens for all by itself then. Called on the session's thread; must not block.
 */
@FunctionalInterface
public interface OfflinePolicy {
    /** Keeps closed and calls the guard, whoever comes. */
    OfflinePolicy SEE_THE_GUARD =
            (input, grants) -> new OwnDecision(Verdict.VERDICT_REFER, Reason.REASON_UNKNOWN_PASS, false);

    /** Decides one scan by what the gate holds. */
    OwnDecision decide(Input input, GrantStore grants);

    /**
     * A scan to decide.
     *
     * @param temperatureDecicelsius 366 = 36.6 °C; empty = not measured
     * @param scannedAtUs the gate's clock, microseconds since 1970
     */
    record Input(ByteString passId, Direction direction, OptionalInt temperatureDecicelsius, long scannedAtUs) {}

    /**
     * What the gate does.
     *
     * @param verdict ALLOW, DENY, REFER or RETEST
     * @param reason the one reason to record
     * @param attention whether the guard should look up
     */
    record OwnDecision(Verdict verdict, Reason reason, boolean attention) {}
}
