package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.checker.DamagedJournalException;
import io.gatehouse.checker.JournalEnd;
import io.gatehouse.checker.JournalFile;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.ScanRecord;
import io.gatehouse.testing.Counts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checker, a reader that shares nothing with the server's, reads what the server wrote, and finds the same damage. */
class CheckerTest {
    private record Found(long position, Record record) {}

    @TempDir
    Path dir;

    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void bothReadersFindTheSameRecords() throws IOException {
        List<Record> written = new ArrayList<>();
        for (int start = 0; start < 6; start++) {
            Journal journal = open(new FileDisk(dir));
            write(journal, written);
            same(written);
            journal.close();
            same(written);
        }
        assertTrue(JournalFile.read(dir, (position, record) -> {}).segments() > 2, "rolled");
    }

    @Test
    void bothReadersEndAtTheSamePlace() throws IOException {
        Journal journal = open(new FileDisk(dir));
        write(journal, new ArrayList<>());
        journal.close();
        JournalSummary server = JournalReader.verify(new FileDisk(dir));
        JournalEnd checker = JournalFile.read(dir, (position, record) -> {});
        assertEquals(server.position(), checker.position());
        assertEquals(server.records(), checker.records());
        assertEquals(server.cutBytes(), checker.cutBytes());
    }

    /** A bit anywhere: both name the same place, or both read the same records. */
    @Test
    void bothReadersSeeDamageInTheSamePlace() throws IOException {
        Journal journal = open(new FileDisk(dir));
        write(journal, new ArrayList<>());
        journal.close();
        List<Path> files;
        try (var list = Files.list(dir)) {
            files = list.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        }
        int damages = Counts.of(300, 2_000, 10_000);
        int refused = 0;
        for (int i = 0; i < damages; i++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] good = Files.readAllBytes(file);
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            refused += sameDamage() ? 1 : 0;
            Files.write(file, good);
        }
        assertTrue(refused > damages / 4, "refused " + refused);
        Counts.report("journals with a changed bit through both readers", damages, 10_000);
    }

    private boolean sameDamage() throws IOException {
        List<Found> byServer;
        try {
            byServer = byServer();
        } catch (JournalDamagedException server) {
            DamagedJournalException checker = assertThrows(DamagedJournalException.class, this::byChecker);
            assertEquals(server.file(), checker.file().getFileName().toString());
            assertEquals(server.offset(), checker.offset());
            return true;
        }
        assertEquals(byServer, byChecker());
        return false;
    }

    /** Both readers find what was written, at the same positions. */
    private void same(List<Record> written) throws IOException {
        List<Found> byServer = byServer();
        assertEquals(written, byServer.stream().map(Found::record).toList());
        assertEquals(byServer, byChecker());
    }

    private static Journal open(Disk disk) throws IOException {
        return Journal.open(disk, Journals.small(), (position, buffer, offset, length) -> {})
                .journal();
    }

    /** Enough for more than a segment. */
    private void write(Journal journal, List<Record> written) throws IOException {
        for (int commit = 0; commit < 12; commit++) {
            for (int i = random.nextInt(6); i >= 0; i--) {
                byte[] pass = new byte[random.nextInt(500)];
                random.nextBytes(pass);
                Record record = Record.newBuilder()
                        .setScan(ScanRecord.newBuilder()
                                .setGateId("1-01")
                                .setSequence(written.size() + 1)
                                .setPassId(ByteString.copyFrom(pass)))
                        .build();
                ByteBuffer buffer = journal.begin(record.getSerializedSize());
                buffer.put(record.toByteArray());
                journal.end();
                written.add(record);
            }
            journal.commit();
        }
    }

    private List<Found> byServer() throws IOException {
        List<Found> found = new ArrayList<>();
        JournalReader.read(
                new FileDisk(dir),
                (position, buffer, offset, length) ->
                        found.add(new Found(position, Record.parser().parseFrom(buffer, offset, length))));
        return found;
    }

    private List<Found> byChecker() throws IOException {
        List<Found> found = new ArrayList<>();
        JournalFile.read(dir, (position, record) -> found.add(new Found(position, record)));
        return found;
    }
}
