package io.gatehouse.server.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * CRC32C over what makes two scans the same: pass_id (its first 64 bytes), direction as one byte, scanned_at_us as 8 and
 * temperature (0xffff where absent) as 2 bytes, little-endian.
 */
final class ScanCheck {
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int ID = 16;

    private final CRC32C crc = new CRC32C();
    private final byte[] bytes = new byte[Event.MAX_PASS_ID + 11];

    /** Computes the check of a scan where it is not there yet. */
    void complete(Event e) {
        if (!e.checked) {
            e.check = of(e);
            e.checked = true;
        }
    }

    private int of(Event e) {
        int at = e.passIdLength;
        if (at == ID) {
            BIG.set(bytes, 0, e.passHi);
            BIG.set(bytes, 8, e.passLo);
        } else {
            System.arraycopy(e.passId, 0, bytes, 0, at);
        }
        bytes[at] = (byte) e.direction;
        LITTLE.set(bytes, at + 1, e.gateTimeUs);
        bytes[at + 9] = (byte) e.temperature;
        bytes[at + 10] = (byte) (e.temperature >> 8);
        crc.reset();
        crc.update(bytes, 0, at + 11);
        return (int) crc.getValue();
    }
}
