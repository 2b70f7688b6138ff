package io.gatehouse.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class KnownScansTest {
    /** By the protocol's two tables of checks, for entry and for exit, as a person reads them. */
    private static final String PAIRS = """
            allow already_inside
            allow already_outside
            allow emergency_open
            allow home_quarantine
            allow ok
            allow unconfirmed
            allow wrong_estate
            deny already_inside
            deny already_outside
            deny curfew
            deny expired
            deny home_quarantine
            deny lockdown
            deny not_declared
            deny not_yet_valid
            deny outing_quota
            deny revoked
            deny suspended
            deny unconfirmed
            deny unknown_pass
            deny wrong_estate
            refer expired
            refer fever
            refer internal_error
            refer malformed_scan
            refer not_declared
            refer not_yet_valid
            refer revoked
            refer suspended
            refer unconfirmed
            refer unknown_pass
            retest home_quarantine
            retest temperature_high
            retest temperature_implausible
            retest temperature_missing
            retest unconfirmed
            retest wrong_estate
            """;

    @Test
    void everyPairThatCanBe() {
        TreeSet<String> pairs = new TreeSet<>();
        KnownScans.ALL.forEach(
                pair -> pairs.add(Labels.VERDICTS.get(pair.verdict()) + " " + Labels.REASONS.get(pair.firstReason())));
        assertEquals(PAIRS, String.join("\n", pairs) + "\n");
    }
}
