package io.gatehouse.loadtest;

import io.gatehouse.loadtest.site.Passes;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.proto.v1.Verdict;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Decides rightly for the sites of {@link Sites}, by the default policy and within half an hour. */
final class ScriptedJudge {
    private final Passes passes;
    private final Map<UUID, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> estates = new HashMap<>();
    private final Set<Integer> hot = new HashSet<>();
    private final Map<Integer, Direction> places = new HashMap<>();

    ScriptedJudge(Site site) {
        passes = site.passes();
        for (int pass = 0; pass < passes.size(); pass++) {
            numbers.put(new UUID(passes.high(pass), passes.low(pass)), pass);
        }
        site.gates().forEach(gate -> estates.put(gate.id(), gate.estate()));
    }

    synchronized Decision.Builder decide(String gate, Scan scan) {
        Decision.Builder decision = Decision.newBuilder().setSequence(scan.getSequence());
        boolean entry = scan.getDirection() == Direction.DIRECTION_ENTRY;
        ByteBuffer id = scan.getPassId().asReadOnlyByteBuffer();
        Integer pass = numbers.get(new UUID(id.getLong(), id.getLong()));
        int measured = scan.getTemperatureDecicelsius();
        boolean high = measured >= 373 && measured <= 420;
        boolean again = high && (pass == null || !hot.add(pass));
        if (high && again) {
            add(decision, Reason.REASON_FEVER, Verdict.VERDICT_REFER, true);
        }
        if (pass == null) {
            add(decision, Reason.REASON_UNKNOWN_PASS, entry ? Verdict.VERDICT_DENY : Verdict.VERDICT_REFER, false);
        } else {
            roster(decision, pass, estates.get(gate), entry);
        }
        if (measured == 0 && entry) {
            add(decision, Reason.REASON_TEMPERATURE_MISSING, Verdict.VERDICT_RETEST, false);
        } else if (measured != 0 && (measured < 350 || measured > 420)) {
            add(decision, Reason.REASON_TEMPERATURE_IMPLAUSIBLE, Verdict.VERDICT_RETEST, false);
        } else if (high && !again) {
            add(decision, Reason.REASON_TEMPERATURE_HIGH, Verdict.VERDICT_RETEST, false);
        }
        return pass == null ? decision : placed(decision, pass, scan.getDirection());
    }

    private void roster(Decision.Builder decision, int pass, int estate, boolean entry) {
        if ((passes.papers(pass) & Passes.SUSPENDED) != 0) {
            add(decision, Reason.REASON_SUSPENDED, entry ? Verdict.VERDICT_DENY : Verdict.VERDICT_REFER, false);
        }
        if (passes.estate(pass) != 0 && passes.estate(pass) != estate) {
            add(decision, Reason.REASON_WRONG_ESTATE, entry ? Verdict.VERDICT_DENY : Verdict.VERDICT_ALLOW, !entry);
        }
        if ((passes.papers(pass) & Passes.QUARANTINED) != 0) {
            add(decision, Reason.REASON_HOME_QUARANTINE, entry ? Verdict.VERDICT_ALLOW : Verdict.VERDICT_DENY, true);
        }
    }

    private Decision.Builder placed(Decision.Builder decision, int pass, Direction direction) {
        if (places.get(pass) == direction) {
            boolean entry = direction == Direction.DIRECTION_ENTRY;
            add(
                    decision,
                    entry ? Reason.REASON_ALREADY_INSIDE : Reason.REASON_ALREADY_OUTSIDE,
                    Verdict.VERDICT_ALLOW,
                    true);
        }
        if (decision.getReasonsCount() == 0) {
            add(decision, Reason.REASON_OK, Verdict.VERDICT_ALLOW, false);
        }
        if (decision.getVerdict() == Verdict.VERDICT_ALLOW) {
            places.put(pass, direction);
        }
        return decision;
    }

    private static void add(Decision.Builder decision, Reason reason, Verdict verdict, boolean attention) {
        decision.addReasons(reason);
        if (decision.getVerdict() == Verdict.VERDICT_UNSPECIFIED || decision.getVerdict() == Verdict.VERDICT_ALLOW) {
            decision.setVerdict(verdict);
        }
        decision.setAttention(decision.getAttention() || attention);
    }
}
