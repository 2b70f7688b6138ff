package io.gatehouse.server.oracle;

import static io.gatehouse.proto.journal.v1.PassState.Place.PLACE_INSIDE;
import static io.gatehouse.proto.journal.v1.PassState.Place.PLACE_OUTSIDE;
import static io.gatehouse.proto.journal.v1.PassState.Place.PLACE_UNKNOWN;
import static io.gatehouse.proto.v1.Reason.*;
import static io.gatehouse.proto.v1.Verdict.VERDICT_ALLOW;
import static io.gatehouse.proto.v1.Verdict.VERDICT_DENY;
import static io.gatehouse.proto.v1.Verdict.VERDICT_REFER;
import static io.gatehouse.proto.v1.Verdict.VERDICT_RETEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.DeviceEvent;
import org.junit.jupiter.api.Test;

/** What an event leaves behind: 'Decisions' and 'Time' of PROTOCOL.md, one case for each of the finer rules. */
final class OracleEffectsTest {
    private final Scene s = new Scene();

    // ---- temperatures -------------------------------------------------------------------------------

    @Test
    void aNormalTemperatureBetweenDoesNotEndFever() {
        s.live(s.entry(Scene.ANN).temperature(380));
        s.pass(60);
        s.expect(s.entry(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
        s.pass(60);
        s.live(s.exit(Scene.ANN).temperature(300));
        s.expect(s.exit(Scene.ANN).temperature(380), VERDICT_REFER, true, REASON_FEVER);
    }

    @Test
    void aHighIsRememberedWhateverTheVerdictButNotWhereNothingElseIsChecked() {
        s.mode(Command.Kind.KIND_EMERGENCY_OPEN, 0, "");
        s.live(s.entry(Scene.ANN).temperature(380));
        s.mode(Command.Kind.KIND_LOCKDOWN, 0, "");
        s.live(s.entry(Scene.BOB).temperature(380));
        s.mode(Command.Kind.KIND_NORMAL, 0, "");
        s.live(s.nowhere(Scene.ANN).temperature(380));
        s.expect(s.exit(Scene.ANN).temperature(380), VERDICT_RETEST, false, REASON_TEMPERATURE_HIGH);
        s.expect(s.exit(Scene.BOB).temperature(380), VERDICT_REFER, true, REASON_FEVER);
    }

    @Test
    void theSpanOfFeverGoesBothWaysAndALateScanDoesNotPushALaterHighOut() {
        s.live(s.exit(Scene.ANN).temperature(380));
        Result late = s.acted(s.exit(Scene.ANN).temperature(380).ago(20 * 60), false);
        assertEquals(REASON_FEVER, late.decision().reasons().get(0));
        Result older = s.acted(s.exit(Scene.ANN).temperature(380).ago(40 * 60), false);
        assertEquals(REASON_TEMPERATURE_HIGH, older.decision().reasons().get(0));
        s.pass(25 * 60);
        s.expect(s.exit(Scene.ANN).temperature(380), VERDICT_REFER, true, REASON_FEVER);
    }

    @Test
    void theThresholdIsThatOfTheEstateOfTheGate() {
        s.policy(2, "fever-decicelsius", "370");
        Result south = s.live(s.exit(Scene.ANN).at("south").temperature(371));
        assertEquals(
                java.util.List.of(REASON_WRONG_ESTATE, REASON_TEMPERATURE_HIGH),
                south.decision().reasons());
        s.expect(s.exit(Scene.ANN).temperature(372), VERDICT_ALLOW, false, REASON_OK);
        s.expect(s.entry(Scene.ANN).temperature(373), VERDICT_REFER, true, REASON_FEVER);
    }

    // ---- passages -----------------------------------------------------------------------------------

    @Test
    void onlyWhatIsAllowedIsAPassage() {
        assertEquals(PLACE_UNKNOWN, s.place(Scene.ANN));
        s.live(s.entry(Scene.ANN).unmeasured());
        assertEquals(PLACE_UNKNOWN, s.place(Scene.ANN));
        s.live(s.entry(Scene.ANN));
        assertEquals(PLACE_INSIDE, s.place(Scene.ANN));
        s.live(s.exit(Scene.ANN));
        assertEquals(PLACE_OUTSIDE, s.place(Scene.ANN));
    }

    @Test
    void withinFiveSecondsAtOneGateInOneDirectionIsOnePassage() {
        s.policy(0, "outings", "1");
        s.expect(s.exit(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
        s.pass(5);
        s.expect(s.exit(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
        assertEquals(1, s.outings(1, 7, 0));
        s.pass(0.000001);
        s.expect(s.exit(Scene.ANN), VERDICT_DENY, true, REASON_ALREADY_OUTSIDE, REASON_OUTING_QUOTA);
        s.pass(1);
        s.expect(s.entry(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
        s.expect(s.exit(Scene.ANN), VERDICT_DENY, false, REASON_OUTING_QUOTA);
    }

    @Test
    void atAnotherGateItIsAnotherPassage() {
        s.row(Scene.ANN, r -> r.setEstateId(2));
        s.live(s.exit(Scene.ANN));
        s.expect(s.exit(Scene.ANN).at("south"), VERDICT_ALLOW, true, REASON_ALREADY_OUTSIDE);
    }

    @Test
    void whatTheGateDidIsTheEffectOfAnActedScan() {
        s.row(Scene.ANN, r -> r.setDeclared(false));
        Result opened = s.acted(s.entry(Scene.ANN), true);
        assertEquals(VERDICT_DENY, opened.decision().verdict());
        assertTrue(opened.differs());
        assertFalse(opened.answered());
        assertEquals(PLACE_INSIDE, s.place(Scene.ANN));
        s.row(Scene.ANN, r -> r.setDeclared(true));
        Result closed = s.acted(s.exit(Scene.ANN), false);
        assertEquals(VERDICT_ALLOW, closed.decision().verdict());
        assertTrue(closed.differs());
        assertEquals(PLACE_INSIDE, s.place(Scene.ANN));
    }

    @Test
    void anActedScanOlderThanTheLastPassageLeavesThePlaceAndItsOutingCountsOnItsDay() {
        s.policy(0, "outings", "5");
        s.live(s.entry(Scene.ANN));
        s.acted(s.exit(Scene.ANN).ago(86_400), true);
        assertEquals(PLACE_INSIDE, s.place(Scene.ANN));
        assertEquals(1, s.outings(1, 7, 1));
        assertEquals(0, s.outings(1, 7, 0));
        s.acted(s.exit(Scene.ANN).ago(0), true);
        assertEquals(PLACE_OUTSIDE, s.place(Scene.ANN));
        assertEquals(1, s.outings(1, 7, 0));
    }

    @Test
    void aLiveScanTakesEffectThoughTheClockWentBack() {
        s.live(s.entry(Scene.ANN));
        s.pass(-60);
        s.live(s.exit(Scene.ANN));
        assertEquals(PLACE_OUTSIDE, s.place(Scene.ANN));
    }

    @Test
    void timesOfAGateAreCorrectedAndNeverAheadOfTheServers() {
        assertEquals(70, Oracle.corrected(100, 30, 1_000));
        assertEquals(130, Oracle.corrected(100, -30, 1_000));
        assertEquals(1_000, Oracle.corrected(2_000, 0, 1_000));
        assertEquals(1_000, Oracle.corrected(-1, 0, 1_000));
        assertEquals(0, Oracle.corrected(10, 30, 1_000));
        assertEquals(s.now(), s.live(s.entry(Scene.ANN).ago(500)).judgedAtUs());
        assertEquals(s.now(), s.acted(s.entry(Scene.ANN).ago(-500), true).judgedAtUs());
    }

    // ---- outcomes -----------------------------------------------------------------------------------

    @Test
    void openedWhereItWasNotAllowedIsAPassageAtThatTime() {
        s.policy(0, "outings", "5");
        s.live(s.exit(Scene.ANN).temperature(500));
        Result outcome = s.outcome(1, s.exit(Scene.ANN), true);
        assertTrue(outcome.differs());
        assertEquals(PLACE_OUTSIDE, s.place(Scene.ANN));
        assertEquals(1, s.outings(1, 7, 0));
        assertFalse(s.outcome(1, s.exit(Scene.ANN), true).differs());
        assertEquals(1, s.outings(1, 7, 0));
        assertTrue(s.outcome(1, s.exit(Scene.ANN), false).differs());
        assertEquals(PLACE_UNKNOWN, s.place(Scene.ANN));
        assertEquals(0, s.outings(1, 7, 0));
    }

    @Test
    void openedOlderThanALaterPassageLeavesThePlace() {
        s.live(s.exit(Scene.ANN).temperature(500));
        s.pass(60);
        s.live(s.entry(Scene.ANN));
        s.outcome(1, s.exit(Scene.ANN).ago(59), true);
        assertEquals(PLACE_INSIDE, s.place(Scene.ANN));
    }

    @Test
    void notOpenedWhereItWasAllowedMakesThePlaceUnknownAndGivesTheOutingBack() {
        s.policy(0, "outings", "1", "outing-days", "3");
        s.live(s.exit(Scene.ANN));
        assertEquals(1, s.outings(1, 7, 0));
        s.pass(86_400);
        assertTrue(s.outcome(1, s.exit(Scene.ANN), false).differs());
        assertEquals(PLACE_UNKNOWN, s.place(Scene.ANN));
        assertEquals(0, s.outings(1, 7, 1));
        s.expect(s.exit(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
    }

    @Test
    void notOpenedLeavesALaterPassageAndGivesTheOutingBack() {
        s.policy(0, "outings", "5");
        s.live(s.exit(Scene.ANN));
        s.pass(60);
        s.live(s.entry(Scene.ANN));
        s.outcome(1, s.exit(Scene.ANN), false);
        assertEquals(PLACE_INSIDE, s.place(Scene.ANN));
        assertEquals(0, s.outings(1, 7, 0));
    }

    @Test
    void afterNotOpenedARetryIsAPassageOfItsOwn() {
        s.policy(0, "outings", "1");
        s.live(s.exit(Scene.ANN));
        s.outcome(1, s.exit(Scene.ANN), false);
        s.pass(1);
        s.expect(s.exit(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
        assertEquals(1, s.outings(1, 7, 0));
    }

    @Test
    void whatIsOnePassageWithAnotherIsUndoneWithIt() {
        s.policy(0, "outings", "5");
        s.live(s.exit(Scene.ANN));
        s.pass(3);
        s.live(s.exit(Scene.ANN));
        s.outcome(2, s.exit(Scene.ANN), false);
        assertEquals(PLACE_UNKNOWN, s.place(Scene.ANN));
        assertEquals(1, s.outings(1, 7, 0));
        s.outcome(1, s.exit(Scene.ANN), false);
        assertEquals(0, s.outings(1, 7, 0));
    }

    @Test
    void whenTheGateSaysThatItActedDoesNotMakeAPassageLater() {
        s.live(s.exit(Scene.ANN).ago(60));
        s.pass(1);
        s.outcome(1, s.exit(Scene.ANN).ago(60), false);
        assertEquals(PLACE_UNKNOWN, s.place(Scene.ANN));
        s.live(s.exit(Scene.BOB));
        s.pass(10);
        s.live(s.entry(Scene.BOB));
        s.pass(10);
        s.outcome(3, s.exit(Scene.BOB), false);
        assertEquals(PLACE_INSIDE, s.place(Scene.BOB));
    }

    @Test
    void anOutingIsGivenBackToTheHouseholdThatItWasCountedFor() {
        s.policy(0, "outings", "5");
        s.live(s.exit(Scene.ANN));
        s.row(Scene.ANN, r -> r.setHousehold(8));
        s.outcome(1, s.exit(Scene.ANN), false);
        assertEquals(0, s.outings(1, 7, 0));
        assertEquals(0, s.outings(1, 8, 0));
    }

    @Test
    void anOutcomeIsHeldAgainstWhatTheGateSaidBefore() {
        s.acted(s.exit(Scene.ANN), false);
        assertFalse(s.outcome(1, s.exit(Scene.ANN), false).differs());
        assertEquals(PLACE_UNKNOWN, s.place(Scene.ANN));
        assertTrue(s.outcome(1, s.exit(Scene.ANN), true).differs());
        assertEquals(PLACE_OUTSIDE, s.place(Scene.ANN));
    }

    @Test
    void ofAScanThatIsNotHeldOpenedIsAPassageAndNotOpenedNothing() {
        s.outcome(0, s.entry(Scene.ANN), true);
        assertEquals(PLACE_INSIDE, s.place(Scene.ANN));
        s.outcome(900, s.entry(Scene.ANN), false);
        assertEquals(PLACE_INSIDE, s.place(Scene.ANN));
    }

    // ---- outings ------------------------------------------------------------------------------------

    @Test
    void anOutingIsOnlyAnExitOfOneThatWasNotOutside() {
        s.policy(0, "outings", "5");
        s.live(s.exit(Scene.ANN));
        s.pass(60);
        s.expect(s.exit(Scene.ANN), VERDICT_ALLOW, true, REASON_ALREADY_OUTSIDE);
        assertEquals(1, s.outings(1, 7, 0));
    }

    @Test
    void householdNoneHasNoOutings() {
        s.policy(0, "outings", "1");
        s.row(Scene.ANN, r -> r.setHousehold(0));
        s.live(s.exit(Scene.ANN));
        s.live(s.entry(Scene.ANN));
        s.expect(s.exit(Scene.ANN), VERDICT_ALLOW, false, REASON_OK);
    }

    @Test
    void theDayIsThatOfTheSitesTimeZone() {
        s.policy(0, "outings", "1", "outing-days", "1");
        s.clock("23:59");
        s.live(s.exit(Scene.ANN));
        s.expect(s.exit(Scene.BOB), VERDICT_DENY, false, REASON_OUTING_QUOTA);
        s.pass(60);
        s.expect(s.exit(Scene.BOB), VERDICT_ALLOW, false, REASON_OK);
    }

    // ---- changes ------------------------------------------------------------------------------------

    @Test
    void aRowThatChangesKeepsWhatThePassDidAndOneThatGoesTakesItAlong() {
        s.live(s.entry(Scene.ANN));
        s.row(Scene.ANN, r -> r.setHousehold(8));
        assertEquals(PLACE_INSIDE, s.place(Scene.ANN));
        s.remove(Scene.ANN);
        s.row(Scene.ANN, r -> r);
        assertEquals(PLACE_UNKNOWN, s.place(Scene.ANN));
    }

    @Test
    void anEstatesPolicyStandsBeforeTheSitesKeyByKey() {
        s.policy(0, "declaration-required", "false", "temperature-required", "false");
        s.policy(1, "declaration-required", "true");
        s.row(Scene.ANN, r -> r.setDeclared(false));
        s.expect(s.entry(Scene.ANN).unmeasured(), VERDICT_DENY, false, REASON_NOT_DECLARED);
        s.policy(1);
        s.expect(s.entry(Scene.ANN).unmeasured(), VERDICT_ALLOW, false, REASON_OK);
    }

    @Test
    void aGatesOwnOpeningEndsWithALossAStartAndANewStream() {
        Runnable opened = () -> {
            s.event(DeviceEvent.Kind.KIND_EMERGENCY_OPEN);
            assertTrue(s.oracle.world.gates.get("north").ownEmergency);
        };
        opened.run();
        s.lost(s.next("north"), s.next("north"), false);
        s.expect(s.entry(Scene.ANN).unmeasured(), VERDICT_RETEST, false, REASON_TEMPERATURE_MISSING);
        opened.run();
        s.event(DeviceEvent.Kind.KIND_STARTED);
        s.expect(s.entry(Scene.ANN).unmeasured(), VERDICT_RETEST, false, REASON_TEMPERATURE_MISSING);
        opened.run();
        s.hello("north", 2);
        s.expect(s.entry(Scene.ANN).unmeasured(), VERDICT_RETEST, false, REASON_TEMPERATURE_MISSING);
        assertNull(s.oracle.world.modes.get(World.scope(0, "north")));
    }
}
