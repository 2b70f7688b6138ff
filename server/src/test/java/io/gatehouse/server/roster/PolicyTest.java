package io.gatehouse.server.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.PassKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyTest {
    @Test
    void theDefaultsOfTheKeysAreTheDefaultsOfAPolicy() {
        Map<String, String> written = new HashMap<>();
        Policy.KEYS.forEach(key -> written.put(key.name(), key.defaultValue()));
        Policy policy = Policy.of(written);
        assertEquals(373, policy.feverDecicelsius());
        assertTrue(policy.temperatureRequired() && policy.temperatureHigh() && policy.temperatureImplausible());
        assertTrue(policy.declarationRequired());
        assertFalse(policy.bothListsRequired());
        assertNull(policy.hours(PassKind.PASS_KIND_RESIDENT_VALUE));
        assertEquals(Policy.Repeat.ATTENTION, policy.alreadyInside());
        assertEquals(Policy.Repeat.ATTENTION, policy.alreadyOutside());
        assertEquals(0, policy.outings());
        assertEquals(2, policy.outingDays());
        assertTrue(Policy.KEYS.stream()
                .noneMatch(key -> key.doc().isBlank() || key.doc().contains("\n")));
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        Map<String, String> values = Map.of(
                "outing-day", "2",
                "outings", "-1",
                "temperature-required", "yes",
                "curfew.RESIDENT", "6-23",
                "already-inside", "warn",
                "fever-decicelsius", "37");
        InvalidPolicyException e = assertThrows(InvalidPolicyException.class, () -> Policy.of(values));
        assertEquals(
                List.of(
                        "already-inside",
                        "curfew.RESIDENT",
                        "fever-decicelsius",
                        "outing-day",
                        "outings",
                        "temperature-required"),
                e.problems().stream().map(InvalidPolicyException.Problem::key).toList());
        assertEquals(
                "unknown key; the nearest known one is outing-days",
                e.problems().get(3).message());
    }

    @Test
    void hoursMaySpanMidnight() {
        DayHours day = DayHours.parse("06:00-23:00");
        assertTrue(day.contains(360) && day.contains(1379));
        assertFalse(day.contains(359) || day.contains(1380));
        DayHours night = DayHours.parse("22:00-06:30");
        assertTrue(night.contains(1320) && night.contains(0) && night.contains(389));
        assertFalse(night.contains(390) || night.contains(1319));
        assertTrue(DayHours.parse("00:00-24:00").contains(1439));
        for (String wrong : List.of(
                "24:00-06:00", "06:00-06:00", "06:60-07:00", "6:00-7:00", "06:00", "25:00-26:00", "06:00-00:00")) {
            assertNull(DayHours.parse(wrong), wrong);
        }
    }
}
