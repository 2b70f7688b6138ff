package io.gatehouse.server.engine;

import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.server.roster.Policy;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What can come of a scan: each pair of a verdict and of the first reason listed that some policy lets happen. */
public final class Outcomes {
    /** Numbers of both. */
    public record Outcome(int verdict, int firstReason) implements Comparable<Outcome> {
        @Override
        public int compareTo(Outcome other) {
            return verdict != other.verdict
                    ? Integer.compare(verdict, other.verdict)
                    : Integer.compare(firstReason, other.firstReason);
        }
    }

    private Outcomes() {}

    /** All of them, by number. */
    public static Set<Outcome> all() {
        Set<Outcome> all = new TreeSet<>();
        add(all, Verdict.VERDICT_ALLOW_VALUE, Reasons.OK);
        add(all, Verdict.VERDICT_ALLOW_VALUE, Reasons.EMERGENCY_OPEN);
        add(all, Verdict.VERDICT_REFER_VALUE, Reasons.MALFORMED_SCAN);
        add(all, Verdict.VERDICT_REFER_VALUE, Reasons.INTERNAL_ERROR);
        // With every check on. A check that a policy leaves out takes rows away and adds none.
        for (Policy.Repeat repeat : new Policy.Repeat[] {Policy.Repeat.ATTENTION, Policy.Repeat.DENY}) {
            Policy policy = Policy.of(Map.of(
                    Policy.TEMPERATURE_REQUIRED, "true",
                    Policy.TEMPERATURE_IMPLAUSIBLE, "true",
                    Policy.TEMPERATURE_HIGH, "true",
                    Policy.DECLARATION_REQUIRED, "true",
                    Policy.BOTH_LISTS_REQUIRED, "true",
                    Policy.ALREADY_INSIDE, word(repeat),
                    Policy.ALREADY_OUTSIDE, word(repeat),
                    Policy.OUTINGS, "1"));
            add(all, Table.entry(policy));
            add(all, Table.exit(policy));
        }
        return all;
    }

    private static String word(Policy.Repeat repeat) {
        return repeat.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Each reason alone, and each with one that comes later in the order of the checks. */
    private static void add(Set<Outcome> all, Table table) {
        for (int first = 1; first < Reasons.COUNT; first++) {
            for (int later = first; later < Reasons.COUNT; later++) {
                int reasons = 1 << first | 1 << later;
                if ((reasons & table.counted()) == reasons) {
                    all.add(new Outcome(table.verdict(reasons), first));
                }
            }
        }
    }

    private static void add(Set<Outcome> all, int verdict, int reason) {
        all.add(new Outcome(verdict, Integer.numberOfTrailingZeros(reason)));
    }
}
