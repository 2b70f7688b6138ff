package io.gatehouse.server.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LayoutCheckTest {
    @Test
    void leavesTheMapEmpty() {
        try (PassMap map = new PassMap(1_024)) {
            assertEquals(0, map.size());
        }
    }

    @Test
    void namesEveryFieldThatLiesElsewhere() {
        try (PassMap map = new PassMap(1_024)) {
            List<LayoutCheck.Field> moved = LayoutCheck.FIELDS.stream()
                    .map(f -> f.name().equals("estateId")
                            ? new LayoutCheck.Field("estateId", PassFields.HOUSEHOLD, 4, f.get(), f.set())
                            : f)
                    .toList();
            IllegalStateException e = assertThrows(IllegalStateException.class, () -> new LayoutCheck(moved).run(map));
            assertTrue(e.getMessage().contains("estateId at offset 36"), e.getMessage());
            assertTrue(e.getMessage().contains("estateId by its accessor"), e.getMessage());
            assertTrue(!e.getMessage().contains("validFromUs"), e.getMessage());
            assertEquals(0, map.size());
        }
    }
}
