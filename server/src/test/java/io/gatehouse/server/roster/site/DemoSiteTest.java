package io.gatehouse.server.roster.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.GateRow;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.Policy;
import io.gatehouse.server.roster.RowChange;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoSiteTest {
    private static final Clock MORNING = Clock.fixed(Instant.parse("2026-03-05T00:30:00Z"), Folder.ZONE);
    private static final Clock EVENING = Clock.fixed(Instant.parse("2026-03-05T12:30:00Z"), Folder.ZONE);
    private static final Clock NEXT_DAY = Clock.fixed(Instant.parse("2026-03-05T16:00:00Z"), Folder.ZONE);

    @TempDir
    Path dir;

    private static Map<String, byte[]> bytes(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private Map<String, byte[]> make(String name, long seed, Clock clock) throws IOException {
        Path folder = dir.resolve(name);
        new DemoSite(seed, 2_000, 180).write(folder, clock, false);
        return bytes(folder);
    }

    @Test
    void oneSeedOnOneDayGivesTheSameBytes() throws IOException {
        Map<String, byte[]> first = make("a", 5, MORNING);
        Map<String, byte[]> second = make("b", 5, EVENING);
        assertEquals(
                List.of(
                        "estates.csv",
                        "gates.csv",
                        "passes-residents.csv",
                        "passes-visitors.csv",
                        "passes-workers.csv",
                        "policy.conf",
                        "secrets/gate-tokens.csv"),
                List.copyOf(first.keySet()));
        first.forEach((name, bytes) -> assertArrayEquals(bytes, second.get(name), name));
        Map<String, byte[]> other = make("c", 6, MORNING);
        Map<String, byte[]> later = make("d", 5, NEXT_DAY);
        for (String name : List.of("gates.csv", "passes-residents.csv", "secrets/gate-tokens.csv")) {
            assertFalse(java.util.Arrays.equals(first.get(name), other.get(name)), name);
        }
        assertArrayEquals(first.get("gates.csv"), later.get("gates.csv"));
        assertFalse(java.util.Arrays.equals(first.get("passes-residents.csv"), later.get("passes-residents.csv")));
    }

    @Test
    void theDefaultSiteReadsBackAndHasTheCountsOfTheData() throws Exception {
        DemoData data = new DemoData();
        long began = System.nanoTime();
        DemoSite.Made made = new DemoSite(1, -1, -1).write(dir, MORNING, false);
        long took = System.nanoTime() - began;
        SiteFolder.Whole whole = SiteFolder.readWhole(dir, policy -> {}, data.zone());
        Site site = whole.site();
        System.out.printf(
                "demo site: %d estates, %d gates, %d passes, made in %d ms, read in %d ms%n",
                made.estates(),
                made.gates(),
                made.passes(),
                took / 1_000_000,
                (System.nanoTime() - began - took) / 1_000_000);

        assertEquals(data.communities().size(), made.communities());
        for (DemoData.Community c : data.communities()) {
            assertEquals(c.gardenEstates(), estates(site, c.name(), "GARDEN_ESTATE"), c.name());
            assertEquals(c.urbanVillages(), estates(site, c.name(), "URBAN_VILLAGE"), c.name());
        }
        assertEquals(
                site.estates().size(),
                site.estates().stream().map(e -> e.name()).distinct().count());
        assertEquals(data.number("gates"), site.gates().size());
        assertEquals(
                site.estates().size(),
                site.gates().stream().mapToInt(GateRow::estateId).distinct().count());
        assertEquals(made.passes(), whole.passes().passes());
        checkPasses(whole.passes(), data);
    }

    private static long estates(Site site, String community, String kind) {
        return site.estates().stream()
                .filter(e -> e.community().equals(community) && e.kind().equals(kind))
                .count();
    }

    private static void checkPasses(FirstLoad load, DemoData data) throws Exception {
        List<PassRow> rows = rows(load);
        long now = MORNING.millis() * 1_000;
        int residents = data.number("residents");
        assertEquals(residents, count(rows, r -> r.kind() == 1));
        for (int kind = 2; kind <= 5; kind++) {
            int k = kind;
            assertTrue(count(rows, r -> r.kind() == k) >= 100, "kind " + kind);
        }
        assertTrue(count(rows, r -> r.kind() == 5 && r.scope() == PassRow.SCOPE_COMMUNITY) > 100);
        assertTrue(count(rows, r -> r.kind() == 5 && r.scope() == PassRow.SCOPE_ALL) > 100);
        assertEquals(0, count(rows, r -> r.kind() == 4 && r.scope() != PassRow.SCOPE_ALL));
        near(data.share("quarantined-households") * residents, count(rows, PassRow::quarantined));
        near(data.share("revoked") * residents, count(rows, r -> r.status() == PassRow.REVOKED));
        near(data.share("suspended") * residents, count(rows, r -> r.status() == PassRow.SUSPENDED));
        near(data.share("undeclared") * residents, count(rows, r -> !r.declared()));
        near(data.share("expired") * residents, count(rows, r -> r.kind() == 1 && ends(r) && r.validUntilUs() <= now));
        near(data.share("on-paper") * residents, count(rows, r -> r.kind() == 1 && r.validUntilUs() > now));
        near(data.share("not-yet-valid") * residents, count(rows, r -> r.kind() == 1 && r.validFromUs() > now));

        Map<String, Integer> households = new HashMap<>();
        rows.stream().filter(r -> r.kind() == 1).forEach(r -> {
            assertTrue(r.household() > 0);
            households.merge(r.estateId() + "/" + r.household(), 1, Integer::sum);
        });
        for (int size = 1; size <= 6; size++) {
            assertTrue(households.containsValue(size), "no household of " + size);
        }
        assertFalse(households.values().stream().anyMatch(size -> size > 6));
    }

    private static boolean ends(PassRow row) {
        return row.validUntilUs() != 0;
    }

    private static void near(double expected, long actual) {
        assertTrue(
                Math.abs(actual - expected) < expected * 0.3, "about " + expected + " expected, " + actual + " found");
    }

    private static long count(List<PassRow> rows, Predicate<PassRow> which) {
        return rows.stream().filter(which).count();
    }

    private static List<PassRow> rows(FirstLoad load) throws Exception {
        List<PassRow> rows = new ArrayList<>();
        load.forEachSet(
                new FirstLoad.Standing() {
                    @Override
                    public long nextId() {
                        return 1;
                    }

                    @Override
                    public long versionOf(int estateId) {
                        return 0;
                    }

                    @Override
                    public PassRow row(long hi, long lo) {
                        return null;
                    }
                },
                (Change.PassChanges set) ->
                        set.rows().stream().map(RowChange::after).forEach(rows::add));
        return rows;
    }

    @Test
    void thePolicyNamesEveryKeyWithItsDefault() throws Exception {
        new DemoSite(1, 0, 1).write(dir, MORNING, false);
        String text = Files.readString(dir.resolve("policy.conf"));
        for (Policy.Key key : Policy.KEYS) {
            String line = "  # " + key.name() + " = " + key.defaultValue() + "\n";
            assertTrue(text.contains(line), "policy.conf lacks: " + line);
        }
        SiteFolder.read(dir, Policy::of);
    }

    @Test
    void takesOtherCounts() throws Exception {
        DemoSite.Made made = new DemoSite(2, 300, 7).write(dir, MORNING, false);
        assertEquals(7, made.gates());
        SiteFolder.Whole whole = SiteFolder.readWhole(dir, policy -> {}, Folder.ZONE);
        assertEquals(7, whole.site().gates().size());
        assertEquals(300, count(rows(whole.passes()), r -> r.kind() == 1));
        assertThrows(IllegalArgumentException.class, () -> new DemoSite(2, 300, 0));
    }

    @Test
    void tokensOpenTheirGatesAndAreForTheOwnerOnly() throws Exception {
        make("a", 9, MORNING);
        Path tokens = dir.resolve("a/secrets/gate-tokens.csv");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)));
        Map<String, String> byGate = new HashMap<>();
        Files.readAllLines(tokens).stream()
                .skip(1)
                .map(line -> line.split(","))
                .forEach(parts -> byGate.put(parts[0], parts[1]));
        List<GateRow> gates = SiteFolder.read(dir.resolve("a"), policy -> {}).gates();
        assertEquals(gates.size(), byGate.size());
        for (GateRow gate : gates) {
            String token = byGate.get(gate.gateId());
            assertTrue(GateToken.isWellFormed(token), token);
            assertEquals(List.of(GateToken.sha256(token)), gate.tokenSha256());
        }
    }

    @Test
    void takesAFolderThatIsNotEmptyOnlyByForce() throws Exception {
        make("a", 1, MORNING);
        Path folder = dir.resolve("a");
        Files.writeString(folder.resolve("passes-old.csv"), "nonsense");
        Files.writeString(folder.resolve("notes.txt"), "mine");
        DemoSite site = new DemoSite(3, 100, 170);
        assertThrows(FileAlreadyExistsException.class, () -> site.write(folder, MORNING, false));
        assertEquals("nonsense", Files.readString(folder.resolve("passes-old.csv")));
        site.write(folder, NEXT_DAY, true);
        assertEquals("mine", Files.readString(folder.resolve("notes.txt")));
        Files.delete(folder.resolve("notes.txt"));
        site.write(dir.resolve("b"), NEXT_DAY, false);
        Map<String, byte[]> expected = bytes(dir.resolve("b"));
        bytes(folder).forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
    }

    @Test
    void aTypingErrorInATokenIsFound() {
        byte[] secret = new byte[GateToken.SECRET_BYTES];
        assertEquals("gst_" + "0".repeat(43), GateToken.of(secret).substring(0, 47));
        new SplittableRandom(4).nextBytes(secret);
        String token = GateToken.of(secret);
        assertTrue(token.matches("gst_[0-9A-Za-z]{49}"), token);
        for (int i = 0; i < token.length(); i++) {
            char wrong = token.charAt(i) == 'x' ? 'y' : 'x';
            assertFalse(GateToken.isWellFormed(token.substring(0, i) + wrong + token.substring(i + 1)), "at " + i);
        }
        assertFalse(GateToken.isWellFormed(token.substring(1)));
        assertNotEquals(token, GateToken.sha256(token));
        assertThrows(IllegalArgumentException.class, () -> GateToken.of(new byte[31]));
    }
}
