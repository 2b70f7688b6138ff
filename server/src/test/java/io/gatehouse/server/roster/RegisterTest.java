package io.gatehouse.server.roster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegisterTest {
    private final Register register = new Register();

    private static GateRow gate(String id, int estate) {
        return new GateRow(id, estate, "gate", List.of("00".repeat(31) + "ff", "11".repeat(32)));
    }

    private void add(String id, int estate) {
        register.apply(new Change.GateChange(null, gate(id, estate)), register.version() + 1);
    }

    private int find(String id) {
        byte[] utf8 = ("<" + id + ">").getBytes(StandardCharsets.UTF_8);
        return register.numberOf(utf8, 1, utf8.length - 2);
    }

    @Test
    void aRemovedGateKeepsItsNumber() {
        add("a", 1);
        add("b", 1);
        register.apply(new Change.GateChange(gate("a", 1), null), 3);
        assertEquals(0, register.number("a"));
        assertEquals(List.of(gate("b", 1)), register.gates());
        add("c", 1);
        assertEquals(2, register.number("c"));
        register.publish();
        assertNull(register.published().lookup("a"));
        add("a", 2);
        assertEquals(0, register.number("a"));
        register.publish();
        assertEquals(2, register.published().lookup("a").estateId());
        assertEquals(3, register.published().size());
    }

    @Test
    void theDirectoryFollowsWhenAskedTo() {
        add("a", 1);
        assertEquals(0, register.published().size());
        register.publish();
        GateDirectory directory = register.published();
        GateDirectory.Entry entry = directory.lookup("a");
        assertSame(register.gateId(0), entry.gateId());
        assertEquals(2, entry.tokens().length);
        assertEquals((byte) 0xff, entry.tokens()[0][31]);
        register.publish();
        assertSame(directory, register.published());
        register.apply(new Change.GateChange(gate("a", 1), gate("a", 2)), 9);
        assertSame(entry, directory.lookup("a"), "not before it is published");
        register.publish();
        assertEquals(9, directory.version());
        assertEquals(2, directory.lookup("a").estateId());
        assertEquals(1, entry.estateId(), "an entry does not change");
    }

    @Test
    void thousandsOfGatesAreFoundByTheirBytes() {
        for (int i = 0; i < 20_000; i++) {
            add("gate-" + i, 1 + i % 7);
        }
        for (int i = 0; i < 20_000; i++) {
            assertEquals(i, find("gate-" + i));
            assertArrayEquals(("gate-" + i).getBytes(StandardCharsets.UTF_8), register.gateId(i));
        }
        assertEquals(-1, find("gate-20000"));
        assertEquals(-1, find(""));
    }

    @Test
    void communitiesAreEqualByName() {
        register.apply(new Change.EstateChange(null, new EstateRow(1, "one", "OTHER", "north")), 1);
        register.apply(new Change.EstateChange(null, new EstateRow(1_000_000, "two", "OTHER", "north")), 2);
        register.apply(new Change.EstateChange(null, new EstateRow(3, "three", "OTHER", "")), 3);
        assertEquals(register.community(1), register.community(1_000_000));
        assertEquals(0, register.community(3), "no community");
        assertEquals(0, register.community(4), "no estate");
    }
}
