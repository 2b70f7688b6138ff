package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.journal.v1.EstateRow;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.server.fuzz.FuzzInput;
import io.gatehouse.server.sim.SimDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A snapshot that is anything: it is read whole or refused as damaged, at a place within it. An input is an octet of
 * {@link #SEALED}, then the file.
 */
public final class SnapshotFuzz {
    /** The CRC of each block is put right. */
    private static final int SEALED = 1;

    private static final Map.Entry<String, byte[]> GOOD = good();

    private SnapshotFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FuzzInput input = new FuzzInput(bytes);
        int flags = input.octet();
        byte[] file = input.rest();
        if ((flags & SEALED) != 0) {
            seal(file);
        }
        SimDisk disk = new SimDisk(1);
        disk.put(GOOD.getKey(), file);
        long[] records = {0};
        try {
            SnapshotSummary read = SnapshotReader.read(disk, GOOD.getKey(), (buffer, from, length) -> {
                assertTrue(length >= 0 && from >= 0 && from + length <= buffer.length);
                records[0]++;
            });
            assertEquals(records[0], read.records());
            assertEquals(file.length, read.bytes());
            assertEquals(GOOD.getKey(), SnapshotName.of(read.position()));
        } catch (SnapshotDamagedException e) {
            assertTrue(e.getMessage().contains(GOOD.getKey()), e::getMessage);
        }
    }

    private static void seal(byte[] file) {
        SnapshotLayout layout = new SnapshotLayout();
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int at = SnapshotLayout.FILE_HEADER;
        int before = layout.first();
        while (at + SnapshotLayout.BLOCK_HEADER <= file.length) {
            int length = bytes.getInt(at);
            if (length < 0 || length > file.length - at - SnapshotLayout.BLOCK_HEADER) {
                return;
            }
            before = layout.next(before, file, at + SnapshotLayout.BLOCK_HEADER, length);
            bytes.putInt(at + Integer.BYTES, before);
            at += SnapshotLayout.BLOCK_HEADER + length;
        }
    }

    // ---- seeds ----------------------------------------------------------------------------------------

    private static Map.Entry<String, byte[]> good() {
        try {
            SimDisk disk = new SimDisk(1);
            Journal journal = Journals.open(disk);
            Journals.append(journal, "one");
            journal.commit();
            Snapshots keeper = journal.snapshots();
            SnapshotDraft draft = keeper.begin(journal.durablePosition(), 7, "test");
            for (String name : new String[] {"one", "two", "three"}) {
                draft.record(SnapshotRecord.newBuilder()
                        .setEstate(EstateRow.newBuilder().setName(name))
                        .build());
            }
            keeper.publish(draft, journal.durablePosition());
            journal.close();
            String name = SnapshotName.list(disk).get(0);
            return Map.entry(name, disk.content(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Map<String, byte[]> seeds() {
        byte[] good = GOOD.getValue();
        Map<String, byte[]> seeds = new TreeMap<>();
        seeds.put("good", with(0, good));
        seeds.put("good-sealed", with(SEALED, good));
        seeds.put("cut", with(SEALED, Arrays.copyOf(good, good.length - 9)));
        seeds.put("longer", with(SEALED, Arrays.copyOf(good, good.length + 9)));
        seeds.put("no-block", with(SEALED, Arrays.copyOf(good, SnapshotLayout.FILE_HEADER)));
        return seeds;
    }

    private static byte[] with(int flags, byte[] file) {
        byte[] seed = new byte[1 + file.length];
        seed[0] = (byte) flags;
        System.arraycopy(file, 0, seed, 1, file.length);
        return seed;
    }
}
