package io.gatehouse.server.oracle;

import static io.gatehouse.proto.v1.Reason.*;
import static io.gatehouse.proto.v1.Verdict.VERDICT_ALLOW;
import static io.gatehouse.proto.v1.Verdict.VERDICT_DENY;
import static io.gatehouse.proto.v1.Verdict.VERDICT_REFER;
import static io.gatehouse.proto.v1.Verdict.VERDICT_RETEST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.proto.journal.v1.PassRow.Scope;
import io.gatehouse.proto.journal.v1.PassRow.Status;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.PassKind;
import org.junit.jupiter.api.Test;

/** The check table of PROTOCOL.md, one case for each row. */
final class OracleTest {
    private final Scene s = new Scene();

    @Test
    void row1EmergencyOpenAllowsAnyoneAndEndsTheChecks() {
        s.mode(Command.Kind.KIND_EMERGENCY_OPEN, 1, "");
        s.mode(Command.Kind.KIND_LOCKDOWN, 0, "");
        s.expect(s.entry(Scene.STRANGER).temperature(400), VERDICT_ALLOW, true, REASON_EMERGENCY_OPEN);
        s.expect(s.exit("0011"), VERDICT_ALLOW, true, REASON_EMERGENCY_OPEN);
        s.expect(s.entry(Scene.ANN).at("south"), VERDICT_DENY, false, REASON_LOCKDOWN, REASON_WRONG_ESTATE);
        s.mode(Command.Kind.KIND_NORMAL, 1, "");
        s.expect(s.entry(Scene.ANN), VERDICT_DENY, false, REASON_LOCKDOWN);
    }

    @Test
    void row1AGateOpensByItself() {
        s.event(DeviceEvent.Kind.KIND_EMERGENCY_OPEN);
        s.expect(s.entry(Scene.ANN), VERDICT_ALLOW, true, REASON_EMERGENCY_OPEN);
        s.mode(Command.Kind.KIND_NORMAL, 0, "north");
        s.expect(s.exit(Scene.ANN), VERDICT_ALLOW, true, REASON_EMERGENCY_OPEN);
        s.event(DeviceEvent.Kind.KIND_EMERGENCY_END);
        s.expect(s.entry(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
    }

    @Test
    void row2MalformedScan() {
        s.expect(s.entry(Scene.ANN + "00"), VERDICT_REFER, false, REASON_MALFORMED_SCAN);
        s.expect(s.entry(""), VERDICT_REFER, false, REASON_MALFORMED_SCAN);
        s.expect(s.nowhere(Scene.ANN).temperature(500), VERDICT_REFER, false, REASON_MALFORMED_SCAN);
    }

    @Test
    void row3FeverIsTheSecondHighWithinHalfAnHour() {
        s.expect(s.entry(Scene.ANN).temperature(373), VERDICT_RETEST, false, REASON_TEMPERATURE_HIGH);
        s.pass(30 * 60);
        s.expect(s.entry(Scene.ANN).temperature(420), VERDICT_REFER, true, REASON_FEVER);
        s.pass(30 * 60 + 0.000001);
        s.expect(s.exit(Scene.ANN).temperature(373), VERDICT_RETEST, false, REASON_TEMPERATURE_HIGH);
    }

    @Test
    void row3OfAnUnknownPassTheFirstHighIsFever() {
        s.expect(s.entry(Scene.STRANGER).temperature(380), VERDICT_REFER, true, REASON_FEVER, REASON_UNKNOWN_PASS);
    }

    @Test
    void row4LockdownSparesStaffAndMedical() {
        s.mode(Command.Kind.KIND_LOCKDOWN, 0, "north");
        s.expect(s.entry(Scene.ANN), VERDICT_DENY, false, REASON_LOCKDOWN);
        s.expect(s.exit(Scene.STRANGER), VERDICT_DENY, false, REASON_LOCKDOWN, REASON_UNKNOWN_PASS);
        s.expect(s.entry(Scene.ANN).at("south"), VERDICT_DENY, false, REASON_WRONG_ESTATE);
        for (PassKind kind : new PassKind[] {PassKind.PASS_KIND_STAFF, PassKind.PASS_KIND_MEDICAL}) {
            s.row(Scene.BOB, r -> r.setKind(kind));
            s.expect(s.exit(Scene.BOB), VERDICT_ALLOW, false, REASON_OK);
            s.expect(s.entry(Scene.BOB), VERDICT_ALLOW, false, REASON_OK);
        }
        s.row(Scene.BOB, r -> r.setKind(PassKind.PASS_KIND_COURIER));
        s.expect(s.exit(Scene.BOB), VERDICT_DENY, false, REASON_LOCKDOWN);
    }

    @Test
    void row5UnknownPassHasOnlyRows3And4And14And15BesideIt() {
        s.policy(0, "curfew.RESIDENT", "00:00-00:01", "both-lists-required", "true");
        s.expect(s.entry(Scene.STRANGER), VERDICT_DENY, false, REASON_UNKNOWN_PASS);
        s.expect(s.exit(Scene.STRANGER), VERDICT_REFER, false, REASON_UNKNOWN_PASS);
        s.expect(
                s.entry(Scene.STRANGER).unmeasured(),
                VERDICT_DENY,
                false,
                REASON_UNKNOWN_PASS,
                REASON_TEMPERATURE_MISSING);
        s.expect(
                s.exit(Scene.STRANGER).temperature(349),
                VERDICT_REFER,
                false,
                REASON_UNKNOWN_PASS,
                REASON_TEMPERATURE_IMPLAUSIBLE);
    }

    @Test
    void rows6And7RevokedAndSuspended() {
        s.row(Scene.ANN, r -> r.setStatus(Status.STATUS_REVOKED));
        s.expect(s.entry(Scene.ANN), VERDICT_DENY, true, REASON_REVOKED);
        s.expect(s.exit(Scene.ANN), VERDICT_REFER, true, REASON_REVOKED);
        s.row(Scene.ANN, r -> r.setStatus(Status.STATUS_SUSPENDED));
        s.expect(s.entry(Scene.ANN), VERDICT_DENY, false, REASON_SUSPENDED);
        s.expect(s.exit(Scene.ANN), VERDICT_REFER, false, REASON_SUSPENDED);
    }

    @Test
    void rows8And9ValidFromIsInValidUntilIsOut() {
        s.row(Scene.ANN, r -> r.setValidFromUs(s.now() + 1).setValidUntilUs(s.now() + 2));
        s.expect(s.entry(Scene.ANN), VERDICT_DENY, false, REASON_NOT_YET_VALID);
        s.expect(s.exit(Scene.ANN), VERDICT_REFER, false, REASON_NOT_YET_VALID);
        s.pass(0.000001);
        s.expect(s.entry(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
        s.pass(0.000001);
        s.expect(s.entry(Scene.ANN), VERDICT_DENY, false, REASON_EXPIRED);
        s.expect(s.exit(Scene.ANN), VERDICT_REFER, false, REASON_EXPIRED);
    }

    @Test
    void row10NotDeclared() {
        s.row(Scene.ANN, r -> r.setDeclared(false));
        s.expect(s.entry(Scene.ANN), VERDICT_DENY, false, REASON_NOT_DECLARED);
        s.expect(s.exit(Scene.ANN), VERDICT_REFER, false, REASON_NOT_DECLARED);
        s.policy(0, "declaration-required", "false");
        s.expect(s.entry(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
    }

    @Test
    void row11WrongEstate() {
        s.row(Scene.ANN, r -> r.setEstateId(2));
        s.expect(s.entry(Scene.ANN), VERDICT_DENY, false, REASON_WRONG_ESTATE);
        s.expect(s.exit(Scene.ANN), VERDICT_ALLOW, true, REASON_WRONG_ESTATE);
        s.row(Scene.ANN, r -> r.setKind(PassKind.PASS_KIND_COURIER).setScope(Scope.SCOPE_COMMUNITY));
        s.expect(s.entry(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
        s.estate(2, "another");
        s.expect(s.exit(Scene.ANN), VERDICT_ALLOW, true, REASON_WRONG_ESTATE);
        s.row(Scene.ANN, r -> r.setEstateId(0).setScope(Scope.SCOPE_ALL));
        s.expect(s.entry(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
    }

    @Test
    void row12UnconfirmedWhereBothListsAreAskedFor() {
        s.row(Scene.ANN, r -> r.setGridListed(false));
        s.expect(s.entry(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
        s.policy(1, "both-lists-required", "true");
        s.expect(s.exit(Scene.ANN), VERDICT_ALLOW, true, REASON_UNCONFIRMED);
        s.expect(s.entry(Scene.ANN), VERDICT_REFER, false, REASON_UNCONFIRMED);
        s.row(Scene.ANN, r -> r.setPropertyListed(false));
        s.expect(s.entry(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
    }

    @Test
    void row13HomeQuarantineInAndNotOut() {
        s.row(Scene.ANN, r -> r.setQuarantined(true));
        s.expect(s.entry(Scene.ANN), VERDICT_ALLOW, true, REASON_HOME_QUARANTINE);
        s.expect(s.exit(Scene.ANN), VERDICT_DENY, true, REASON_HOME_QUARANTINE);
        s.pass(100 * 86_400);
        s.expect(s.exit(Scene.ANN), VERDICT_DENY, true, REASON_HOME_QUARANTINE);
        s.row(Scene.ANN, r -> r.setQuarantined(false));
        s.expect(s.exit(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
    }

    @Test
    void row14TemperatureMissingOnEntryOnly() {
        s.expect(s.entry(Scene.ANN).unmeasured(), VERDICT_RETEST, false, REASON_TEMPERATURE_MISSING);
        s.expect(s.exit(Scene.ANN).unmeasured(), VERDICT_ALLOW, false, REASON_OK);
        s.policy(0, "temperature-required", "false");
        s.expect(s.entry(Scene.ANN).unmeasured(), VERDICT_ALLOW, false, REASON_OK);
    }

    @Test
    void row15ImplausibleIsNeitherHighNorRemembered() {
        s.expect(s.entry(Scene.ANN).temperature(349), VERDICT_RETEST, false, REASON_TEMPERATURE_IMPLAUSIBLE);
        s.expect(s.exit(Scene.ANN).temperature(421), VERDICT_RETEST, false, REASON_TEMPERATURE_IMPLAUSIBLE);
        s.expect(s.entry(Scene.ANN).temperature(0), VERDICT_RETEST, false, REASON_TEMPERATURE_IMPLAUSIBLE);
        s.expect(s.entry(Scene.ANN).temperature(350), VERDICT_ALLOW, false, REASON_OK);
        s.expect(s.exit(Scene.ANN).temperature(420), VERDICT_RETEST, false, REASON_TEMPERATURE_HIGH);
        s.policy(0, "temperature-implausible", "false");
        s.expect(s.exit(Scene.ANN).temperature(421), VERDICT_ALLOW, false, REASON_OK);
    }

    @Test
    void row16HighCanBeSwitchedOffAndFeverStays() {
        s.expect(s.exit(Scene.BOB).temperature(372), VERDICT_ALLOW, false, REASON_OK);
        s.policy(0, "temperature-high", "false");
        s.expect(s.entry(Scene.ANN).temperature(373), VERDICT_ALLOW, false, REASON_OK);
        s.expect(s.exit(Scene.ANN).temperature(373), VERDICT_REFER, true, REASON_FEVER);
    }

    @Test
    void rows3And14To16AreOffWhereTemperaturesAreNotJudged() {
        s.policy(1, "fever-decicelsius", "0");
        s.expect(s.entry(Scene.ANN).temperature(390), VERDICT_ALLOW, false, REASON_OK);
        s.expect(s.exit(Scene.ANN).temperature(390), VERDICT_ALLOW, false, REASON_OK);
        s.expect(s.entry(Scene.ANN).unmeasured(), VERDICT_ALLOW, false, REASON_OK);
        s.expect(s.exit(Scene.ANN).temperature(10), VERDICT_ALLOW, false, REASON_OK);
        s.expect(s.entry(Scene.STRANGER).temperature(390), VERDICT_DENY, false, REASON_UNKNOWN_PASS);
        s.policy(1, "fever-decicelsius", "373");
        s.expect(s.entry(Scene.ANN).temperature(390), VERDICT_RETEST, false, REASON_TEMPERATURE_HIGH);
    }

    @Test
    void row17CurfewOfTheKindInTheSitesTimeZone() {
        s.policy(0, "curfew.RESIDENT", "06:00-23:00", "curfew.STAFF", "22:00-06:00");
        s.clock("05:59");
        s.expect(s.entry(Scene.ANN), VERDICT_DENY, false, REASON_CURFEW);
        s.clock("06:00");
        s.expect(s.entry(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
        s.clock("23:00");
        s.expect(s.exit(Scene.ANN), VERDICT_DENY, false, REASON_CURFEW);
        s.zone("Asia/Urumqi");
        s.expect(s.exit(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
        s.zone("Asia/Shanghai");
        s.row(Scene.ANN, r -> r.setKind(PassKind.PASS_KIND_STAFF));
        s.expect(s.entry(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
        s.clock("06:00");
        s.expect(s.exit(Scene.ANN), VERDICT_DENY, false, REASON_CURFEW);
    }

    @Test
    void rows18And19AlreadyThere() {
        s.expect(s.entry(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
        s.pass(6);
        s.expect(s.entry(Scene.ANN), VERDICT_ALLOW, true, REASON_ALREADY_INSIDE);
        s.policy(0, "already-inside", "deny", "already-outside", "deny");
        s.pass(6);
        s.expect(s.entry(Scene.ANN), VERDICT_DENY, true, REASON_ALREADY_INSIDE);
        s.expect(s.exit(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
        s.pass(6);
        s.expect(s.exit(Scene.ANN), VERDICT_DENY, true, REASON_ALREADY_OUTSIDE);
        s.policy(0, "already-outside", "off");
        s.expect(s.exit(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
    }

    @Test
    void row20OutingsOfTheHouseholdInTheLastDays() {
        s.policy(0, "outings", "2", "outing-days", "2");
        s.expect(s.exit(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
        s.expect(s.entry(Scene.BOB), VERDICT_ALLOW, false, REASON_OK);
        s.expect(s.exit(Scene.BOB), VERDICT_ALLOW, false, REASON_OK);
        s.pass(6);
        s.expect(s.exit(Scene.BOB), VERDICT_DENY, true, REASON_ALREADY_OUTSIDE, REASON_OUTING_QUOTA);
        s.expect(s.entry(Scene.BOB), VERDICT_ALLOW, false, REASON_OK);
        s.pass(86_400);
        s.expect(s.exit(Scene.BOB), VERDICT_DENY, false, REASON_OUTING_QUOTA);
        s.pass(86_400);
        s.expect(s.exit(Scene.BOB), VERDICT_ALLOW, false, REASON_OK);
    }

    @Test
    void row21TheFirstThatIsNotAllowGivesTheVerdictAndAllAreListed() {
        s.policy(0, "both-lists-required", "true", "curfew.RESIDENT", "00:00-00:01", "outings", "1");
        s.expect(s.exit(Scene.BOB), VERDICT_DENY, false, REASON_CURFEW);
        s.acted(s.exit(Scene.BOB), true);
        s.pass(6);
        s.mode(Command.Kind.KIND_LOCKDOWN, 1, "");
        s.row(Scene.ANN, r -> r.setEstateId(2).setQuarantined(true).setGridListed(false));
        s.expect(
                s.exit(Scene.ANN).temperature(373),
                VERDICT_DENY,
                true,
                REASON_LOCKDOWN,
                REASON_WRONG_ESTATE,
                REASON_UNCONFIRMED,
                REASON_HOME_QUARANTINE,
                REASON_TEMPERATURE_HIGH,
                REASON_CURFEW);
        s.mode(Command.Kind.KIND_NORMAL, 1, "");
        s.policy(0, "both-lists-required", "true");
        s.row(Scene.ANN, r -> r.setQuarantined(false));
        s.expect(s.exit(Scene.ANN), VERDICT_ALLOW, true, REASON_WRONG_ESTATE, REASON_UNCONFIRMED);
        assertEquals(0, s.outings(2, 7, 0));
    }
}
