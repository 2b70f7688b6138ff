package io.gatehouse.server.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class LayoutCheckTest {
    @Test
    void leavesTheMapEmpty() {
        try (PassMap map = new PassMap(1_024)) {
            assertEquals(0, map.size());
        }
    }

    @Test
    void refusesAddressesThatAreOff() {
        try (PassMap map = new PassMap(1_024)) {
            IllegalStateException e = assertThrows(IllegalStateException.class, () -> new LayoutCheck(8).run(map));
            for (int word = 0; word < 6; word++) {
                assertTrue(e.getMessage().contains("the value's word " + word + ":"), e.getMessage());
                assertTrue(e.getMessage().contains("word " + word + " by the map:"), e.getMessage());
            }
            assertTrue(e.getMessage().contains("first half of the key"), e.getMessage());
            assertTrue(e.getMessage().contains("second half of the key"), e.getMessage());
            assertEquals(0, map.size());
        }
    }
}
