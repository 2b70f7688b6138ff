package io.gatehouse.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class RoomTest {
    private static final int KIB64 = 64 << 10;

    @Test
    void theSmallestBoundCounts() throws BadConfigException {
        long gib = 1L << 30;
        assertEquals(20_000, Room.allowed(20_000, 512, KIB64, new Room.Has(1_048_576, 2 * gib)));
        assertEquals(19_488, Room.allowed(20_000, 512, KIB64, new Room.Has(20_000, 2 * gib)));
        assertEquals(8_192, Room.allowed(20_000, 512, KIB64, new Room.Has(20_000, gib / 2)));
        assertEquals(1, Room.allowed(20_000, 512, KIB64, new Room.Has(513, gib)));
    }

    @Test
    void aProcessThatCanHoldNoneDoesNotStart() {
        BadConfigException few = assertThrows(
                BadConfigException.class, () -> Room.allowed(20_000, 512, KIB64, new Room.Has(512, 1 << 30)));
        assertTrue(few.getMessage().contains("may open 512 files"), few.getMessage());
        assertThrows(BadConfigException.class, () -> Room.allowed(1, 64, KIB64, new Room.Has(20_000, KIB64 - 1)));
    }

    @Test
    void thisProcessHasSome() {
        Room.Has has = Room.Has.ofThisProcess();
        assertTrue(has.descriptors() > 64 && has.directBytes() > KIB64, has.toString());
    }
}
