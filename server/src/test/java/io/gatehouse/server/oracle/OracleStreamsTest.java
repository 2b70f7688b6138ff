package io.gatehouse.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import org.junit.jupiter.api.Test;

/** 'Sequenced messages: nothing lost, nothing twice' of PROTOCOL.md, as far as it binds state. */
final class OracleStreamsTest {
    private final Scene s = new Scene();
    private final Scene.Draft draft = s.entry(Scene.ANN);

    @Test
    void aDuplicateGetsTheStoredDecisionAndHasNoEffect() {
        Input.Scan scan = s.scan(draft, 1, Input.Acted.NO);
        Result first = s.apply(scan);
        s.mode(io.gatehouse.proto.v1.Command.Kind.KIND_LOCKDOWN, 0, "");
        s.live(s.exit(Scene.BOB));
        Result second = s.apply(scan);
        assertEquals(Result.Kind.DUPLICATE, second.kind());
        assertEquals(first.decision(), second.decision());
        assertTrue(second.answered());
    }

    @Test
    void aDuplicateWithActedIsAcknowledgedOnly() {
        s.apply(s.scan(draft, 1, Input.Acted.NO));
        Result again = s.apply(s.scan(draft, 1, Input.Acted.OPENED));
        assertEquals(Result.Kind.DUPLICATE, again.kind());
        assertNull(again.decision());
        assertFalse(again.answered());
    }

    @Test
    void theLast1024ScansHaveTheirDecisionStored() {
        for (int i = 1; i <= Oracle.STORED_SCANS + 1; i++) {
            s.apply(s.scan(draft, i, Input.Acted.NO));
        }
        assertNull(s.apply(s.scan(draft, 1, Input.Acted.NO)).decision());
        assertNotNull(s.apply(s.scan(draft, 2, Input.Acted.NO)).decision());
    }

    @Test
    void anotherPassDirectionTimeOrTemperatureUnderAHeldNumberIsNoDuplicate() {
        s.live(draft);
        Input.Scan of = s.scan(draft, 1, Input.Acted.NO);
        reused(s.scan(s.entry(Scene.BOB), 1, Input.Acted.NO));
        reused(s.scan(s.exit(Scene.ANN), 1, Input.Acted.OPENED));
        reused(s.scan(draft.temperature(367), 1, Input.Acted.NO));
        reused(s.scan(draft.unmeasured(), 1, Input.Acted.NO));
        reused(s.scan(draft.ago(0.000001), 1, Input.Acted.NO));
        assertEquals(Result.Kind.DUPLICATE, s.apply(of).kind());
    }

    private void reused(Input.Scan scan) {
        Result result = s.apply(scan);
        assertEquals(Result.plain(Result.Kind.NUMBER_REUSED, 0), result);
    }

    @Test
    void theCheckIsOverTheFirst64BytesOfThePassId() {
        Input.Scan a =
                s.scan(new Scene.Draft("north", "ab".repeat(64), Direction.DIRECTION_EXIT, 366, 0), 1, Input.Acted.NO);
        Input.Scan b =
                s.scan(new Scene.Draft("north", "ab".repeat(65), Direction.DIRECTION_EXIT, 366, 0), 1, Input.Acted.NO);
        assertEquals(Oracle.check(a), Oracle.check(b));
    }

    /** The bytes written out by hand: 16 of the pass, 01, the time, 6e 01. */
    @Test
    void theCheckIsOverLittleEndianBytes() {
        Input.Scan scan = new Input.Scan(
                0, "north", 1, "00".repeat(16), 0x0807060504030201L, Direction.DIRECTION_ENTRY, 366, Input.Acted.NO, 0);
        byte[] bytes = new byte[27];
        bytes[16] = 1;
        for (int i = 0; i < 8; i++) {
            bytes[17 + i] = (byte) (i + 1);
        }
        bytes[25] = 0x6e;
        bytes[26] = 0x01;
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(bytes);
        assertEquals((int) crc.getValue(), Oracle.check(scan));
    }

    @Test
    void aNumberBeyondTheNextIsAGapAndANumber0Malformed() {
        assertEquals(Result.plain(Result.Kind.GAP, 1), s.apply(s.scan(draft, 2, Input.Acted.NO)));
        assertEquals(Result.plain(Result.Kind.MALFORMED, 1), s.apply(s.scan(draft, 0, Input.Acted.NO)));
        assertEquals(2, s.apply(s.scan(draft, 1, Input.Acted.NO)).expectedSequence());
    }

    @Test
    void ofALostCountsWhatIsNotHeld() {
        s.live(draft);
        assertEquals(Result.Kind.DUPLICATE, s.lost(1, 1, true).kind());
        assertFalse(s.lost(1, 1, true).promiseBroken());
        assertEquals(Result.plain(Result.Kind.GAP, 2), s.lost(3, 9, false));
        assertEquals(Result.plain(Result.Kind.MALFORMED, 2), s.lost(0, 9, false));
        assertEquals(Result.plain(Result.Kind.MALFORMED, 2), s.lost(10, 9, false));
        Result counted = s.lost(1, 9, true);
        assertEquals(Result.Kind.RECORDED, counted.kind());
        assertTrue(counted.promiseBroken());
        assertEquals(10, counted.expectedSequence());
    }

    @Test
    void aStreamThatWasLeftBehindIsNeverTakenUpAgain() {
        s.live(draft);
        assertEquals(Result.plain(Result.Kind.STREAM_STANDS, 2), s.apply(new Input.Hello(s.now(), "north", 1)));
        assertEquals(Result.plain(Result.Kind.STREAM_BEGUN, 1), s.hello("north", 2));
        assertEquals(Result.plain(Result.Kind.STREAM_CLOSED, 2), s.apply(new Input.Hello(s.now(), "north", 1)));
        assertEquals(Result.Kind.RECORDED, s.live(s.exit(Scene.ANN)).kind());
        assertEquals(Result.plain(Result.Kind.STREAM_STANDS, 2), s.apply(new Input.Hello(s.now(), "north", 2)));
    }

    @Test
    void anEventUnderAHeldNumberIsADuplicateWithoutEffect() {
        s.event(DeviceEvent.Kind.KIND_DOOR_HELD);
        Result again = s.apply(new Input.Event(s.now(), "north", 1, DeviceEvent.Kind.KIND_EMERGENCY_OPEN, s.now(), 0));
        assertEquals(Result.plain(Result.Kind.DUPLICATE, 2), again);
        assertFalse(s.oracle.world.gates.get("north").ownEmergency);
        assertEquals(Result.plain(Result.Kind.DUPLICATE, 2), s.apply(s.scan(draft, 1, Input.Acted.NO)));
    }

    @Test
    void whatIsNotRecordedHasNoEffect() {
        s.apply(s.scan(draft, 5, Input.Acted.OPENED));
        assertEquals(io.gatehouse.proto.journal.v1.PassState.Place.PLACE_UNKNOWN, s.place(Scene.ANN));
    }
}
