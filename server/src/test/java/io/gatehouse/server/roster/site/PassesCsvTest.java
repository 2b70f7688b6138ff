package io.gatehouse.server.roster.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.journal.v1.ChangeSetRecord;
import io.gatehouse.proto.journal.v1.PassRow.Scope;
import io.gatehouse.proto.v1.PassKind;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.RowChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PassesCsvTest {
    @TempDir
    Path dir;

    private static UUID id(int n) {
        return new UUID(0x1111_1111_1111_4111L, n);
    }

    private static String row(int n, int estate) {
        return id(n) + "," + estate + ",RESIDENT,ESTATE,,,ACTIVE,3,true,false,true,false";
    }

    private static PassRow pass(int n, int estate) {
        long hi = id(n).getMostSignificantBits();
        return new PassRow(hi, n, estate, 1, 1, 0, 0, 1, 3, true, false, true, false);
    }

    /** A roster that takes what it is given, a version for each estate. */
    private static final class Roster implements FirstLoad.Standing, FirstLoad.Taker {
        final Map<UUID, PassRow> rows = new HashMap<>();
        final Map<Integer, Long> versions = new HashMap<>();
        final List<Change.PassChanges> taken = new ArrayList<>();
        long ids = 70;

        @Override
        public long nextId() {
            return ids++;
        }

        @Override
        public long versionOf(int estateId) {
            return versions.getOrDefault(estateId, 0L);
        }

        @Override
        public PassRow row(long hi, long lo) {
            return rows.get(new UUID(hi, lo));
        }

        @Override
        public void take(Change.PassChanges changes) {
            assertEquals(versionOf(changes.estateId()), changes.baseVersion());
            taken.add(changes);
            versions.merge(changes.estateId(), 1L, Long::sum);
            changes.rows().forEach(r -> rows.put(r.after().id(), r.after()));
        }
    }

    @Test
    void makesSetsByFileThenEstateInTheFilesOrder() throws Exception {
        Folder folder = new Folder(dir)
                .file("passes-b.csv", Folder.PASSES_HEADING, row(9, 171), row(1, 101), row(8, 171))
                .file("passes-a.csv", Folder.PASSES_HEADING, row(7, 171))
                .file("passes.csv", Folder.PASSES_HEADING, id(5) + ",0,MEDICAL,ALL,,,ACTIVE,0,true,true,true,false");
        FirstLoad load = folder.readWhole().passes();
        Roster roster = new Roster();
        load.forEachSet(roster, roster);

        assertEquals(5, load.passes());
        assertEquals(3, load.files());
        assertEquals(
                List.of("171 passes-a.csv 0", "101 passes-b.csv 0", "171 passes-b.csv 1", "0 passes.csv 0"),
                roster.taken.stream()
                        .map(s -> s.estateId() + " " + s.source() + " " + s.baseVersion())
                        .toList());
        Change.PassChanges last = roster.taken.get(2);
        byte[] file = Files.readAllBytes(dir.resolve("passes-b.csv"));
        assertEquals(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)), last.fileSha256());
        assertEquals(Change.FIRST_LOAD, last.kind());
        assertEquals("site", last.who());
        assertEquals(72, last.id());
        assertEquals(List.of(new RowChange(null, pass(9, 171)), new RowChange(null, pass(8, 171))), last.rows());
    }

    @Test
    void goesOnWhereALoadWasCutOff() throws Exception {
        Folder folder = new Folder(dir)
                .file("passes.csv", Folder.PASSES_HEADING, row(1, 101), row(2, 101), row(3, 171), row(4, 171));
        Roster roster = new Roster();
        PassRow other = new PassRow(id(4).getMostSignificantBits(), 4, 171, 2, 1, 0, 0, 1, 0, true, true, true, true);
        roster.rows.put(id(1), pass(1, 101));
        roster.rows.put(id(2), pass(2, 101));
        roster.rows.put(id(4), other);
        folder.readWhole().passes().forEachSet(roster, roster);
        assertEquals(1, roster.taken.size());
        assertEquals(
                List.of(new RowChange(null, pass(3, 171)), new RowChange(other, pass(4, 171))),
                roster.taken.get(0).rows());
    }

    @Test
    void refusesAFileThatIsNotTheOneThatWasChecked() throws Exception {
        Folder folder = new Folder(dir).file("passes.csv", Folder.PASSES_HEADING, row(1, 101), row(2, 171));
        FirstLoad load = folder.readWhole().passes();
        folder.file("passes.csv", Folder.PASSES_HEADING, row(1, 101), row(3, 171));
        BadSiteException e = assertThrows(BadSiteException.class, () -> load.forEachSet(new Roster(), new Roster()));
        assertEquals(
                List.of("passes.csv: was changed while it was loaded"),
                e.problems().stream().map(Problem::toString).toList());
    }

    @Test
    void cutsALargeEstateIntoSets() throws Exception {
        int rows = FirstLoad.LARGEST_SET * 2 + 1;
        StringBuilder text = new StringBuilder(Folder.PASSES_HEADING).append('\n');
        for (int i = 0; i < rows; i++) {
            text.append(row(i, 101)).append('\n');
        }
        Folder folder = new Folder(dir).bytes("passes.csv", text.toString().getBytes());
        Roster roster = new Roster();
        folder.readWhole().passes().forEachSet(roster, roster);
        assertEquals(
                List.of(100_000, 100_000, 1),
                roster.taken.stream().map(s -> s.rows().size()).toList());
        assertEquals(rows, roster.rows.size());
        assertEquals(pass(rows - 1, 101), roster.taken.get(2).rows().get(0).after());
    }

    @Test
    void theLargestSetStaysBelowSixteenMebibytes() {
        io.gatehouse.proto.journal.v1.PassRow largest = io.gatehouse.proto.journal.v1.PassRow.newBuilder()
                .setPassId(ByteString.copyFrom(new byte[16]))
                .setEstateId(1_000_000)
                .setKind(PassKind.PASS_KIND_COURIER)
                .setScope(Scope.SCOPE_ALL)
                .setValidFromUs(Long.MAX_VALUE)
                .setValidUntilUs(Long.MAX_VALUE)
                .setStatus(io.gatehouse.proto.journal.v1.PassRow.Status.STATUS_REVOKED)
                .setHousehold(Integer.MAX_VALUE)
                .setPropertyListed(true)
                .setGridListed(true)
                .setDeclared(true)
                .setQuarantined(true)
                .build();
        ChangeSetRecord one = ChangeSetRecord.newBuilder()
                .addRows(io.gatehouse.proto.journal.v1.RowChange.newBuilder()
                        .setBefore(largest)
                        .setAfter(largest))
                .build();
        assertTrue(one.getSerializedSize() <= 128, one.getSerializedSize() + " bytes a row");
        assertTrue((long) one.getSerializedSize() * FirstLoad.LARGEST_SET < 16 << 20);
    }

    @Test
    void namesBothPlacesOfADuplicate() {
        Folder folder = new Folder(dir)
                .file("passes-1.csv", Folder.PASSES_HEADING, row(1, 101), row(2, 101), row(1, 171))
                .file("passes-2.csv", Folder.PASSES_HEADING, row(3, 101), row(2, 101));
        assertEquals(
                List.of(
                        "passes-1.csv:4: pass_id: \"" + id(1) + "\" stands in passes-1.csv:2 already",
                        "passes-2.csv:3: pass_id: \"" + id(2) + "\" stands in passes-1.csv:3 already"),
                folder.problems());
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', '', ''",
        "2020-02-10, 2020-02-10, 2020-02-09T16:00:00Z, 2020-02-10T16:00:00Z",
        "2020-02-10T08:00, 2020-02-10T08:00:01, 2020-02-10T00:00:00Z, 2020-02-10T00:00:01Z",
        "2020-02-10T08:00:00+08:00, 2020-02-10T08:00:00.123456Z, 2020-02-10T00:00:00Z, 2020-02-10T08:00:00.123456Z",
        "2020-02-10T08:00-05:30, '', 2020-02-10T13:30:00Z, ''",
    })
    void readsTimes(String from, String until, String expectedFrom, String expectedUntil) throws Exception {
        String line = id(1) + ",101,VISITOR,COMMUNITY," + from + "," + until + ",SUSPENDED,0,false,true,false,true";
        Folder folder = new Folder(dir).file("passes.csv", Folder.PASSES_HEADING, line);
        Roster roster = new Roster();
        folder.readWhole().passes().forEachSet(roster, roster);
        PassRow expected = new PassRow(
                id(1).getMostSignificantBits(),
                1,
                101,
                2,
                2,
                us(expectedFrom),
                us(expectedUntil),
                2,
                0,
                false,
                true,
                false,
                true);
        assertEquals(expected, roster.rows.get(id(1)));
    }

    private static long us(String instant) {
        if (instant.isEmpty()) {
            return 0;
        }
        Instant at = Instant.parse(instant);
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    }

    @Test
    void midnightIsWhereTheSitesDayBegins() {
        // Clocks went from 00:00 to 01:00 that night, so the day began at 01:00.
        Times beirut = new Times(java.time.ZoneId.of("Asia/Beirut"));
        assertEquals(us("2020-03-28T22:00:00Z"), beirut.from("2020-03-29"));
        assertEquals(us("2020-03-28T22:00:00Z"), beirut.until("2020-03-28"));
        assertEquals(us("2020-03-29T21:00:00Z"), beirut.until("2020-03-29"));
    }
}
