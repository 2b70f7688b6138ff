package io.gatehouse.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Acted;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Scan;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MemorySpoolTest {
    private static GateMessage scan(long sequence, long at) {
        return GateMessage.newBuilder()
                .setScan(Scan.newBuilder().setSequence(sequence).setScannedAtUs(at))
                .build();
    }

    @Test
    void behavesLikeATreeMapOverRandomHistories() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int capacity = 1 + random.nextInt(200);
            MemorySpool spool = new MemorySpool(1, capacity);
            TreeMap<Long, Long> model = new TreeMap<>();
            long highest = 0;
            for (int step = 0; step < 600; step++) {
                int dice = random.nextInt(100);
                if (dice < 90) {
                    spool.append(scan(++highest, step));
                    model.put(highest, (long) step);
                    if (model.size() > capacity) {
                        model.pollFirstEntry();
                    }
                } else if (dice < 98) {
                    long through = highest == 0 ? 0 : random.nextLong(highest + 1);
                    spool.dropThrough(through);
                    model.headMap(through, true).clear();
                } else {
                    long from = 1 + random.nextLong(highest + 1);
                    spool.beginStream(step, 9, from);
                    TreeMap<Long, Long> moved = new TreeMap<>();
                    model.tailMap(from, true).forEach((sequence, at) -> moved.put(sequence - from + 1, at));
                    model = moved;
                    highest -= from - 1;
                }
                same(spool, model, highest, seed);
            }
        }
    }

    private static void same(MemorySpool spool, TreeMap<Long, Long> model, long highest, long seed) {
        String at = "seed " + seed;
        assertEquals(highest, spool.highest(), at);
        assertEquals(model.isEmpty() ? highest + 1 : model.firstKey(), spool.first(), at);
        for (long sequence = Math.max(1, highest - 250); sequence <= highest + 1; sequence++) {
            GateMessage held = spool.read(sequence);
            assertEquals(
                    model.get(sequence),
                    held == null ? null : (Long) held.getScan().getScannedAtUs(),
                    at);
        }
    }

    @Test
    void numbersAreCheckedAndMarksStay() {
        MemorySpool spool = new MemorySpool(1, 10);
        assertThrows(IllegalArgumentException.class, () -> spool.append(scan(2, 0)));
        assertThrows(IllegalArgumentException.class, () -> new MemorySpool(0, 10));
        spool.append(scan(1, 0));
        spool.append(GateMessage.newBuilder()
                .setDeviceEvent(DeviceEvent.newBuilder().setSequence(2))
                .build());
        Acted acted = Acted.newBuilder().setOpened(true).build();
        spool.markActed(1, acted);
        spool.markActed(2, acted);
        spool.markActed(3, acted);
        assertEquals(acted, spool.read(1).getScan().getActed());
        assertTrue(spool.read(2).hasDeviceEvent());
        spool.lose(2, "x".repeat(500));
        assertEquals(200, spool.read(2).getLost().getDetail().length());
        assertNull(spool.read(3));
    }

    @Test
    void theDurableCheckIsACrc32cOverTheFieldsAsTheProtocolLaysThemOut() {
        // 123456789 is the standard check value of CRC32C: e3069283. Here it is the pass; direction, time and
        // temperature follow. The values below were worked out bit by bit, not by the library's CRC.
        Scan.Builder scan = Scan.newBuilder()
                .setPassId(ByteString.copyFromUtf8("123456789"))
                .setDirection(Direction.DIRECTION_EXIT)
                .setScannedAtUs(0x0102030405060708L);
        byte[] absent = bytes("123456789", new int[] {2, 8, 7, 6, 5, 4, 3, 2, 1, 0xff, 0xff});
        byte[] present = bytes("123456789", new int[] {2, 8, 7, 6, 5, 4, 3, 2, 1, 0x6e, 0x01});
        assertEquals(0xe3069283, bitwiseCrc32c("123456789".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(bitwiseCrc32c(absent), Messages.durableCheck(scan.build()));
        scan.setTemperatureDecicelsius(366);
        assertEquals(bitwiseCrc32c(present), Messages.durableCheck(scan.build()));
        String longest = "p".repeat(64);
        assertEquals(
                Messages.durableCheck(
                        scan.setPassId(ByteString.copyFromUtf8(longest)).build()),
                Messages.durableCheck(
                        scan.setPassId(ByteString.copyFromUtf8(longest + "q")).build()));
    }

    private static byte[] bytes(String pass, int[] rest) {
        byte[] all = new byte[pass.length() + rest.length];
        System.arraycopy(pass.getBytes(StandardCharsets.US_ASCII), 0, all, 0, pass.length());
        for (int i = 0; i < rest.length; i++) {
            all[pass.length() + i] = (byte) rest[i];
        }
        return all;
    }

    private static int bitwiseCrc32c(byte[] bytes) {
        int crc = -1;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x82f63b78;
            }
        }
        return ~crc;
    }

    @Test
    void textIsCutBetweenCharacters() {
        assertEquals("é".repeat(100), Messages.cut("é".repeat(150), 201));
        assertEquals("体温", Messages.cut("体温计", 8));
        assertEquals("", Messages.cut("体", 2));
    }
}
