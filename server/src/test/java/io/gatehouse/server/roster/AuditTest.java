package io.gatehouse.server.roster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class AuditTest {
    private final RandomRows rows = new RandomRows(new SplittableRandom(11), 1);

    @Test
    void aWrongAnswerIsCountedAndTheMapsTaken() {
        try (PassMap map = new PassMap(1_024)) {
            PassRow row = rows.row(1);
            PassRow other = rows.row(2);
            long address = map.add(row);
            long wrong = map.add(other);
            assertNotEquals(address, wrong);
            Audit audit = new Audit(1);
            assertEquals(address, audit.of(map, row.hi(), row.lo(), address));
            assertEquals(0, audit.differences());
            assertEquals(address, audit.of(map, row.hi(), row.lo(), wrong));
            assertEquals(address, audit.of(map, row.hi(), row.lo(), 0));
            PassRow absent = rows.row(3);
            assertEquals(0, audit.of(map, absent.hi(), absent.lo(), wrong));
            assertEquals(4, audit.audits());
            assertEquals(3, audit.differences());
        }
    }

    @Test
    void oneInSoMany() {
        try (PassMap map = new PassMap(1_024)) {
            PassRow row = rows.row(1);
            long address = map.add(row);
            Audit audit = new Audit(10);
            for (int i = 0; i < 95; i++) {
                audit.of(map, row.hi(), row.lo(), address);
            }
            assertEquals(9, audit.audits());
            long[] hi = new long[7];
            long[] lo = new long[7];
            long[] at = new long[7];
            for (int i = 0; i < 7; i++) {
                hi[i] = row.hi();
                lo[i] = row.lo();
                at[i] = address + 8;
            }
            // 95 were looked up before: of the next seven the fifth is due.
            audit.of(map, hi, lo, at, 7);
            assertEquals(10, audit.audits());
            assertEquals(1, audit.differences());
            assertArrayEquals(
                    new long[] {address + 8, address + 8, address + 8, address + 8, address, address + 8, address + 8},
                    at);
            for (int i = 0; i < 100; i++) {
                audit.of(map, hi, lo, at, 7);
            }
            assertEquals(10 + 70, audit.audits());
        }
    }

    @Test
    void noneIsNoRate() {
        assertThrows(IllegalArgumentException.class, () -> new Audit(0));
    }
}
