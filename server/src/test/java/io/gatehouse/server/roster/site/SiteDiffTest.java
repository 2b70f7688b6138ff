package io.gatehouse.server.roster.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.roster.Change.EstateChange;
import io.gatehouse.server.roster.Change.GateChange;
import io.gatehouse.server.roster.Change.PolicyChange;
import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.GateRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SiteDiffTest {
    private static final EstateRow A = new EstateRow(1, "甲", "OTHER", "尚景");
    private static final EstateRow B = new EstateRow(2, "乙", "OTHER", "尚景");
    private static final EstateRow B2 = new EstateRow(2, "乙", "URBAN_VILLAGE", "龙西");
    private static final EstateRow C = new EstateRow(3, "丙", "OTHER", "尚景");
    private static final GateRow G1 = new GateRow("g1", 1, "东门", List.of("aa"));
    private static final GateRow G1_TOKEN = new GateRow("g1", 1, "东门", List.of("aa", "bb"));
    private static final GateRow G2 = new GateRow("g2", 2, "东门", List.of("cc"));
    private static final GateRow G2_MOVED = new GateRow("g2", 3, "西门", List.of("cc"));
    private static final GateRow G3 = new GateRow("g3", 1, "北门", List.of("dd"));

    @Test
    void ordersChangesSoThatEachStandsByItself() {
        Site stands =
                new Site(List.of(B, A), List.of(G2, G1), Map.of(0, Map.of("outings", "1"), 1, Map.of("outings", "2")));
        Site read = new Site(
                List.of(C, B2), List.of(G3, G2_MOVED), Map.of(0, Map.of("outings", "3"), 3, Map.of("outings", "4")));
        SiteDiff diff = SiteDiff.of(stands, read);
        assertEquals(
                List.of(
                        new EstateChange(B, B2),
                        new EstateChange(null, C),
                        new GateChange(G1, null),
                        new GateChange(G2, G2_MOVED),
                        new GateChange(null, G3),
                        new PolicyChange(0, Map.of("outings", "1"), Map.of("outings", "3")),
                        new PolicyChange(1, Map.of("outings", "2"), Map.of()),
                        new PolicyChange(3, Map.of(), Map.of("outings", "4")),
                        new EstateChange(A, null)),
                diff.changes());
        assertEquals("""
                site: estate: 1 added, 1 removed, 1 changed, gate: 1 added, 1 removed, 1 changed, policy: 1 added, 1 removed, 1 changed
                  - estate 1 甲
                  * estate 2 OTHER -> URBAN_VILLAGE, 尚景 -> 龙西
                  + estate 3 丙
                  - gate g1 东门 (estate 1)
                  * gate g2 东门 -> 西门, estate 2 -> 3
                  + gate g3 北门 (estate 1)
                  * policy 0 outings 1 -> 3
                  - policy 1 outings 2 -> (default)
                  + policy 3 outings (default) -> 4""", diff.summary());
    }

    @Test
    void saysOfATokenOnlyThatItChanged() {
        Site read = new Site(List.of(A), List.of(G1_TOKEN), Map.of());
        SiteDiff diff = SiteDiff.of(new Site(List.of(A), List.of(G1), Map.of()), read);
        assertEquals(List.of(new GateChange(G1, G1_TOKEN)), diff.changes());
        assertTrue(diff.summary().endsWith("* gate g1 another token"), diff.summary());
        assertFalse(diff.summary().contains("aa"));
    }

    @Test
    void anEmptyPolicyIsNone() {
        Site stands = new Site(List.of(A), List.of(G1), Map.of());
        SiteDiff diff = SiteDiff.of(stands, new Site(List.of(A), List.of(G1), Map.of(0, Map.of(), 1, Map.of())));
        assertEquals(List.of(), diff.changes());
        assertEquals("site: nothing differs from what stands", diff.summary());
    }

    @Test
    void aFirstStartAddsEverythingAndShowsTheFirst() {
        List<EstateRow> estates = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            estates.add(new EstateRow(i, "园" + i, "OTHER", "尚景"));
        }
        SiteDiff diff = SiteDiff.of(new Site(List.of(), List.of(), Map.of()), new Site(estates, List.of(), Map.of()));
        assertEquals(30, diff.changes().size());
        assertTrue(diff.summary().endsWith("\n  and 10 more"), diff.summary());
    }
}
