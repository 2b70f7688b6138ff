package io.gatehouse.client;

import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.v1.Authority;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Verdict;

/** Decides where the server does not: emergency opening first, then lockdown, then the policy. */
final class SelfDecider {
    private final GrantStore grants;
    private final OfflinePolicy policy;
    private boolean emergencyHere;

    SelfDecider(GrantStore grants, OfflinePolicy policy) {
        this.grants = grants;
        this.policy = policy;
    }

    /** What was opened at the gate ends at the gate: no command touches this. */
    void onDeviceEvent(DeviceEvent.Kind kind) {
        switch (kind) {
            case KIND_EMERGENCY_OPEN -> emergencyHere = true;
            case KIND_EMERGENCY_END, KIND_STARTED -> emergencyHere = false;
            default -> {
                // No other event changes how the gate decides.
            }
        }
    }

    boolean emergencyHere() {
        return emergencyHere;
    }

    OfflinePolicy.OwnDecision decide(OfflinePolicy.Input input) {
        if (emergencyHere || grants.mode() == Command.Kind.KIND_EMERGENCY_OPEN) {
            return new OfflinePolicy.OwnDecision(Verdict.VERDICT_ALLOW, Reason.REASON_EMERGENCY_OPEN, true);
        }
        if (grants.mode() == Command.Kind.KIND_LOCKDOWN) {
            return new OfflinePolicy.OwnDecision(Verdict.VERDICT_DENY, Reason.REASON_LOCKDOWN, false);
        }
        return policy.decide(input, grants);
    }

    Acted acted(OfflinePolicy.OwnDecision decision) {
        return acted(decision.verdict() == Verdict.VERDICT_ALLOW, decision.reason());
    }

    Acted acted(boolean opened, Reason reason) {
        return Acted.newBuilder()
                .setOpened(opened)
                .setReason(reason)
                .setAuthority(Authority.AUTHORITY_GATE)
                .setRosterVersion(grants.rosterVersion())
                .build();
    }
}
