package io.gatehouse.server.engine;

import static io.gatehouse.server.engine.PassBuilder.pass;
import static io.gatehouse.server.engine.TestSite.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.Pass;
import io.gatehouse.server.roster.RowChange;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What scans and outcomes do to a pass and its household. */
class EffectsTest {
    private final TestSite site = new TestSite();

    @BeforeEach
    void aHouseholdWithAQuota() {
        site.policy("outings", "2");
        site.put(pass(1), pass(2));
    }

    private int place() {
        return site.table.at(site.table.locate(HI, 1)).place();
    }

    private long lastPassage() {
        return site.table.at(site.table.locate(HI, 1)).lastPassageUs();
    }

    @Test
    void allowIsAPassage() {
        Event e = site.entry(1, 1);
        assertTrue(e.passChanged);
        assertEquals(Pass.INSIDE, place());
        assertEquals("1-02", new String(e.lastPassageGateId, java.nio.charset.StandardCharsets.UTF_8));
        assertEquals(NOON, lastPassage());
        site.exit(0, 1);
        assertEquals(Pass.OUTSIDE, place());
    }

    @Test
    void whatIsNotAllowedIsNone() {
        site.measured(0, 1, ENTRY, Event.NOT_MEASURED);
        assertEquals(Pass.UNKNOWN, place());
    }

    @Test
    void anExitUsesAnOutingUnlessThePassWasOutside() {
        assertEquals(1, site.exit(0, 1).outingCount);
        site.now += MINUTE;
        assertFalse(site.exit(0, 1).outingChanged);
        site.now += MINUTE;
        site.entry(0, 1);
        assertEquals(2, site.exit(0, 1).outingCount);
        assertEquals("DENY OUTING_QUOTA", said(site.exit(0, 2)));
    }

    @Test
    void withinFiveSecondsAtOneGateInOneDirectionItIsOnePassage() {
        site.policy("outings", "1", "already-outside", "deny");
        site.exit(0, 1);
        site.now += 5 * SECOND;
        Event again = site.exit(0, 1);
        assertEquals("ALLOW OK", said(again));
        assertFalse(again.outingChanged);
        assertEquals(NOON, lastPassage());
        assertEquals("DENY! ALREADY_OUTSIDE OUTING_QUOTA", said(site.exit(1, 1)));
        site.now += 1;
        assertEquals("DENY! ALREADY_OUTSIDE OUTING_QUOTA", said(site.exit(0, 1)));
    }

    @Test
    void anActedScanDoesWhatTheGateDid() {
        Event opened = site.acted(0, 9, ENTRY, true, NOON);
        assertEquals("DENY UNKNOWN_PASS", said(opened));
        assertTrue(opened.differs);
        assertFalse(opened.answered);
        Event kept = site.acted(0, 1, ENTRY, false, NOON);
        assertEquals("ALLOW OK", said(kept));
        assertTrue(kept.differs);
        assertEquals(Pass.UNKNOWN, place());
        assertFalse(site.acted(0, 1, EXIT, true, NOON).differs);
        assertEquals(Pass.OUTSIDE, place());
    }

    @Test
    void anActedScanIsJudgedAtTheGatesCorrectedTimeNeverAheadOfTheServers() {
        Event e = site.scan(0, 1, ENTRY);
        e.gateTimeUs = NOON - 10 * SECOND;
        e.offsetUs = -3 * SECOND;
        act(e, true);
        site.takeIn(e);
        assertEquals(NOON - 7 * SECOND, e.judgedAtUs);
        assertFalse(e.clockSuspect);
        assertEquals(NOON, site.acted(0, 1, ENTRY, true, NOON + 1).judgedAtUs);
        assertEquals(NOON, site.acted(0, 1, ENTRY, true, -1).judgedAtUs, "beyond the signed range is far ahead");
        Event far = site.scan(0, 1, ENTRY);
        far.gateTimeUs = Long.MAX_VALUE;
        far.offsetUs = -121 * SECOND;
        act(far, true);
        site.takeIn(far);
        assertEquals(NOON, far.judgedAtUs);
        assertTrue(far.clockSuspect);
    }

    @Test
    void aLiveScanIsJudgedAtTheServersClock() {
        Event e = site.scan(0, 1, ENTRY);
        e.gateTimeUs = NOON - DAY;
        assertEquals(NOON, site.takeIn(e).judgedAtUs);
    }

    @Test
    void aLiveScanTakesEffectEvenIfTheClockWentBack() {
        site.entry(0, 1);
        site.now -= MINUTE;
        site.exit(0, 1);
        assertEquals(Pass.OUTSIDE, place());
    }

    @Test
    void anActedScanOlderThanTheLastPassageLeavesThePlaceAndCountsOnItsOwnDay() {
        site.entry(0, 1);
        Event e = site.acted(0, 1, EXIT, true, NOON - DAY);
        assertFalse(e.passChanged);
        assertEquals(Pass.INSIDE, place());
        assertTrue(e.outingChanged);
        assertEquals(18301, e.outingDay, "9 February 2020");
        assertEquals(1, e.outingCount);
    }

    @Test
    void theDayIsThatOfTheSite() {
        site.now = us("2020-02-10T23:59:59+08:00");
        assertEquals(18302, site.exit(0, 1).outingDay);
        site.now += SECOND;
        assertEquals(18303, site.exit(0, 2).outingDay);
    }

    @Test
    void openedWhereItWasNotAllowedIsAPassageAtThatTime() {
        Event scan = site.measured(0, 1, ENTRY, Event.NOT_MEASURED);
        site.now += 10 * SECOND;
        Event e = site.outcome(0, scan, true);
        assertTrue(e.differs);
        assertEquals(Pass.INSIDE, place());
        assertEquals(NOON + 10 * SECOND, lastPassage());
        assertFalse(site.outcome(0, scan, true).differs, "that stands already");
    }

    @Test
    void notOpenedWhereItWasAllowedMakesThePlaceUnknownAndGivesTheOutingBack() {
        Event scan = site.exit(0, 1);
        assertEquals(1, scan.outingCount);
        site.now += 10 * SECOND;
        Event e = site.outcome(0, scan, false);
        assertEquals(Pass.UNKNOWN, place());
        assertTrue(e.outingChanged);
        assertEquals(0, e.outingCount);
        assertFalse(site.outcome(0, scan, false).passChanged);
        assertEquals(1, site.outcome(0, scan, true).outingCount, "opened after all");
        assertEquals(Pass.OUTSIDE, place());
    }

    @Test
    void theOutingIsGivenBackToItsDay() {
        site.now = us("2020-02-10T23:59:59+08:00");
        Event scan = site.exit(0, 1);
        site.now += 2 * SECOND;
        Event e = site.outcome(0, scan, false);
        assertEquals(18302, e.outingDay);
        assertEquals(0, e.outingCount);
    }

    @Test
    void aScanThatUsedNoOutingGivesNoneBack() {
        site.exit(0, 1);
        site.now += 2 * SECOND;
        Event again = site.exit(0, 1);
        assertFalse(site.outcome(0, again, false).outingChanged);
    }

    @Test
    void notOpenedCountsAlsoWhereTheGateWasFasterThanTheScan() {
        site.now += 2 * SECOND;
        Event scan = site.entry(0, 1);
        site.now -= SECOND;
        site.outcome(0, scan, false);
        assertEquals(Pass.UNKNOWN, place());
    }

    @Test
    void aLaterPassageStands() {
        Event in = site.entry(0, 1);
        site.now += MINUTE;
        site.exit(1, 1);
        site.now -= MINUTE / 2;
        Event e = site.outcome(0, in, false);
        assertTrue(e.differs);
        assertFalse(e.passChanged);
        assertEquals(Pass.OUTSIDE, place());
    }

    @Test
    void notOpenedUndoesThePassageOfAScanThatStalled() {
        Event scan = site.scan(0, 1, EXIT);
        site.now += MINUTE;
        scan.receivedAtUs = site.now;
        assertEquals(1, site.takeIn(scan).outingCount);
        site.now -= MINUTE;
        Event e = site.outcome(0, scan, false);
        assertEquals(Pass.UNKNOWN, place());
        assertEquals(0, e.outingCount);
    }

    @Test
    void aLaterPassageStandsAlsoWhereTheOutcomeWasStatedAfterIt() {
        Event out = site.exit(0, 1);
        site.now += MINUTE;
        site.entry(1, 1);
        site.now += MINUTE;
        Event e = site.outcome(0, out, false);
        assertEquals(0, e.outingCount);
        assertFalse(e.passChanged);
        assertEquals(Pass.INSIDE, place());
        assertEquals(NOON + MINUTE, lastPassage());
    }

    @Test
    void aPassageSoonAfterAnotherOneIsNotThatOfTheFirstScan() {
        Event in = site.entry(0, 1);
        site.now += SECOND;
        site.exit(1, 1);
        site.now += SECOND;
        site.entry(0, 1);
        site.outcome(0, in, false);
        assertEquals(Pass.INSIDE, place());
    }

    @Test
    void notOpenedOfAScanThatIsOneWithThePassageUndoesIt() {
        site.entry(0, 1);
        site.now += 4 * SECOND;
        Event again = site.entry(0, 1);
        site.now += 2 * MINUTE;
        site.outcome(0, again, false);
        assertEquals(Pass.UNKNOWN, place());
    }

    @Test
    void theOutingIsGivenBackToTheHouseholdThatItWasCountedFor() {
        Event scan = site.exit(0, 1);
        site.put(pass(1).household(9));
        Event moved = site.outcome(0, scan, false);
        assertEquals(scan.outingHousehold, moved.outingHousehold);
        assertEquals(0, moved.outingCount);
        assertEquals(1, site.outcome(0, scan, true).outingCount);
        site.rows(Change.UNDO, 1, List.of(new RowChange(site.row(1), null)));
        Event gone = site.outcome(0, scan, false);
        assertEquals(9, gone.outingHousehold);
        assertTrue(gone.outingChanged);
        assertEquals(0, gone.outingCount);
    }

    @Test
    void theOutingIsGivenBackToItsDayHoweverLateTheOutcome() {
        Event scan = site.exit(0, 1);
        site.now += 5 * DAY;
        site.change(new Change.SiteChange("America/New_York"));
        Event e = site.outcome(0, scan, false);
        assertEquals(18302, e.outingDay);
        assertEquals(0, e.outingCount);
    }

    @Test
    void afterNotOpenedTheNextScanIsAPassageOfItsOwn() {
        Event scan = site.exit(0, 1);
        site.now += SECOND;
        site.outcome(0, scan, false);
        site.now += SECOND;
        assertEquals(1, site.exit(0, 1).outingCount);
        assertEquals(Pass.OUTSIDE, place());
    }

    @Test
    void anOutcomeOfAScanThatIsNotHeld() {
        Event unknown = new Event();
        TestSite.pass(unknown, 1, ENTRY);
        Event kept = site.outcome(0, unknown, false);
        assertFalse(kept.differs || kept.passChanged);
        assertTrue(site.outcome(0, unknown, true).passChanged);
        assertEquals(Pass.INSIDE, place());
    }

    @Test
    void anOutcomeIsHeldAgainstWhatTheGateDidWithAnActedScan() {
        Event scan = site.acted(0, 1, ENTRY, false, NOON);
        assertFalse(site.outcome(0, scan, false).differs);
        assertTrue(site.outcome(0, scan, true).differs);
    }

    @Test
    void outingsTooOldToMatterAreNotKept() {
        Event e = site.acted(0, 1, EXIT, true, NOON - 70 * DAY);
        assertFalse(e.outingChanged);
    }
}
