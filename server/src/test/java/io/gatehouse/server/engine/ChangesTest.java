package io.gatehouse.server.engine;

import static io.gatehouse.server.engine.PassBuilder.pass;
import static io.gatehouse.server.engine.TestSite.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.engine.Event.Result;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.Pass;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.RowChange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Changes of the roster, the register, the policy. */
class ChangesTest {
    private final TestSite site = new TestSite();

    private void refused(ChangeRefusal why, Event e) {
        assertEquals(why, e.changeRefusal);
        assertEquals(Result.NONE, e.result);
        assertEquals(0, e.refusal);
        assertEquals(0, e.version);
        assertTrue(e.changeRefused.contains(why.text()));
    }

    private Event row(int kind, PassRow before, PassRow after) {
        return site.rows(kind, 1, List.of(new RowChange(before, after)));
    }

    @Test
    void theRosterVersionCountsChangeSetsAndEachEstateHasItsOwn() {
        assertEquals(1, site.put(pass(1)).version);
        assertEquals(2, site.put(pass(2).estate(2)).version);
        assertEquals(2, site.engine.rosterVersion());
        assertEquals(1, site.engine.rosterVersion(1));
        assertEquals(2, site.engine.rosterVersion(2));
        assertEquals(0, site.engine.rosterVersion(3));
        assertEquals(2, site.entry(0, 1).rosterVersion);
    }

    @Test
    void aChangeThatWasDiffedAgainstAnotherVersionIsRefused() {
        site.put(pass(1));
        var change = new Change.PassChanges(
                1, Change.IMPORT, 1, 0, "", "", "", "", List.of(new RowChange(null, pass(2).row())));
        byte[] before = site.state();
        refused(ChangeRefusal.BASE_VERSION_MOVED, site.change(change));
        assertArrayEquals(before, site.state());
    }

    @Test
    void aNewRowLeavesThePassesOwnState() {
        site.put(pass(1));
        site.entry(0, 1);
        site.put(pass(1).undeclared());
        Pass stands = site.table.at(site.table.locate(HI, 1));
        assertEquals(Pass.INSIDE, stands.place());
        assertEquals(NOON, stands.lastPassageUs());
    }

    @Test
    void rowsAreOfOneEstate() {
        refused(
                ChangeRefusal.OTHER_ESTATE,
                row(Change.IMPORT, null, pass(1).estate(2).row()));
        site.put(pass(1).estate(2));
        refused(ChangeRefusal.OTHER_ESTATE, row(Change.IMPORT, null, pass(1).row()));
    }

    @Test
    void whatItSaysStoodBeforeStands() {
        refused(ChangeRefusal.BEFORE_DIFFERS, row(Change.IMPORT, pass(1).row(), null));
        site.put(pass(1));
        refused(ChangeRefusal.BEFORE_DIFFERS, row(Change.IMPORT, null, pass(1).row()));
        refused(
                ChangeRefusal.BEFORE_DIFFERS,
                row(Change.IMPORT, pass(1).undeclared().row(), null));
    }

    @Test
    void oneBadRowRefusesTheWhole() {
        Event e = site.rows(
                Change.IMPORT,
                1,
                List.of(
                        new RowChange(null, pass(1).row()),
                        new RowChange(null, pass(2).status(7).row())));
        refused(ChangeRefusal.INVALID_ROW, e);
        assertTrue(e.changeRefused.startsWith("row 2: "), e.changeRefused);
        assertEquals(0, site.table.size());
    }

    @Test
    void onlyAnUndoTakesRevokedBack() {
        site.put(pass(1).status(PassRow.REVOKED));
        PassRow before = pass(1).status(PassRow.REVOKED).row();
        for (int kind : new int[] {Change.FIRST_LOAD, Change.IMPORT, Change.ORDER, Change.RELEASE}) {
            refused(ChangeRefusal.CLEARS_REVOKED, row(kind, before, pass(1).row()));
            refused(ChangeRefusal.CLEARS_REVOKED, row(kind, before, null));
        }
        assertNull(row(Change.UNDO, before, pass(1).row()).changeRefusal);
    }

    @Test
    void onlyAReleaseOrAnUndoEndsAQuarantine() {
        PassRow held = pass(1).quarantined().row();
        site.put(pass(1).quarantined());
        for (int kind : new int[] {Change.FIRST_LOAD, Change.IMPORT, Change.ORDER}) {
            refused(ChangeRefusal.CLEARS_QUARANTINE, row(kind, held, pass(1).row()));
            refused(ChangeRefusal.CLEARS_QUARANTINE, row(kind, held, null));
        }
        refused(ChangeRefusal.CLEARS_QUARANTINE, row(Change.RELEASE, held, null));
        assertNull(row(Change.RELEASE, held, pass(1).row()).changeRefusal);
        assertEquals("ALLOW OK", said(site.exit(0, 1)));
        site.put(pass(1).quarantined());
        assertNull(row(Change.UNDO, held, null).changeRefusal);
    }

    @Test
    void estatesAndGatesAreChangedAgainstWhatStands() {
        EstateRow one = site.engine.register().estate(1);
        refused(ChangeRefusal.BEFORE_DIFFERS, site.change(new Change.EstateChange(null, one)));
        refused(ChangeRefusal.INVALID_ROW, site.change(new Change.EstateChange(null, null)));
        refused(ChangeRefusal.INVALID_ROW, site.change(new Change.EstateChange(null, new EstateRow(0, "", "", ""))));
        refused(ChangeRefusal.BEFORE_DIFFERS, site.change(new Change.GateChange(null, gateRow("1-01"))));
        refused(ChangeRefusal.UNKNOWN_ESTATE, site.change(new Change.GateChange(null, gateRow("9-01"))));
        long version = site.engine.registerVersion();
        assertEquals(version + 1, site.change(new Change.GateChange(null, gateRow("2-02"))).version);
    }

    @Test
    void aCommunityIsThatOfTheEstateNow() {
        site.put(pass(1).estate(2).scope(PassRow.SCOPE_COMMUNITY).kind(io.gatehouse.proto.v1.PassKind.PASS_KIND_STAFF));
        assertEquals("ALLOW OK", said(site.entry(0, 1)));
        EstateRow two = site.engine.register().estate(2);
        site.change(new Change.EstateChange(two, new EstateRow(2, two.name(), two.kind(), "south")));
        site.now += MINUTE;
        assertEquals("ALLOW! WRONG_ESTATE", said(site.exit(0, 1)));
        site.now += MINUTE;
        assertEquals("ALLOW OK", said(site.entry(3, 1)));
    }

    @Test
    void aPolicyThatDoesNotHoldIsRefused() {
        refused(ChangeRefusal.INVALID_POLICY, site.policy("curfew.RESIDENT", "late"));
        var other = new Change.PolicyChange(1, Map.of("outings", "1"), Map.of());
        refused(ChangeRefusal.BEFORE_DIFFERS, site.change(other));
        refused(
                ChangeRefusal.UNKNOWN_ESTATE,
                site.change(new Change.PolicyChange(9, Map.of(), Map.of("outings", "1"))));
        assertEquals(1, site.policy("outings", "3").version);
        assertEquals(3, site.engine.policy(1).outings());
        assertEquals(0, site.engine.policy(2).outings());
        assertEquals(Map.of(1, Map.of("outings", "3")), site.engine.policies());
        site.policy();
        assertEquals(Map.of(), site.engine.policies());
    }

    @Test
    void theSite() {
        refused(ChangeRefusal.INVALID_TIME_ZONE, site.change(new Change.SiteChange("Asia/Nowhere")));
        site.change(new Change.SiteChange("Asia/Tokyo"));
        assertEquals("Asia/Tokyo", site.engine.timeZone());
        assertEquals(77, site.engine.journalId());
        site.change(new Change.FirstLoadDone(3, 1));
        assertTrue(site.engine.firstLoadDone());
    }
}
