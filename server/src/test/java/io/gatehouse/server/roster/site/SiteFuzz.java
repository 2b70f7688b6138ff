package io.gatehouse.server.roster.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.GateRow;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A site folder one of whose files is anything: it is taken whole, or refused by what is wrong and where. An input is an
 * octet that says which file, then the file.
 */
public final class SiteFuzz {
    private static final List<String> FILES = List.of("estates.csv", "gates.csv", "passes.csv", "policy.conf");
    /** Beyond what the other files and a digest need. */
    private static final long BYTES_EACH = 2_000;

    private static final long BYTES_FOR_ALL = 64 << 20;
    private static final int LONGEST_LINE_OF_A_PROBLEM = 5_000;

    private static final Path HOME = home();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private SiteFuzz() {}

    private static Path home() {
        try {
            Path home = Files.createTempDirectory("site-fuzz");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                FILES.forEach(name -> home.resolve(name).toFile().delete());
                home.toFile().delete();
            }));
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Jazzer calls it first: the time that classes take to load is not that of an input. */
    public static void fuzzerInitialize() throws Exception {
        for (byte[] seed : seeds().values()) {
            allocating(seed);
        }
    }

    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        long most = BYTES_FOR_ALL + BYTES_EACH * bytes.length;
        // Twice where it is too much: what the first time needs for its classes is not the input's.
        if (bytes.length > 0 && allocating(bytes) > most) {
            long allocated = allocating(bytes);
            assertTrue(allocated <= most, () -> allocated + " bytes allocated");
        }
    }

    /** Checks the input; bytes that reading it allocated. */
    private static long allocating(byte[] bytes) throws Exception {
        String name = FILES.get((bytes[0] & 0xff) % FILES.size());
        byte[] content = Arrays.copyOfRange(bytes, 1, bytes.length);
        Folder folder =
                new Folder(HOME).file("passes.csv", Folder.PASSES_HEADING).bytes(name, content);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            SiteFolder.Whole whole = SiteFolder.readWhole(folder.path, Policy::of, Folder.ZONE);
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            taken(whole);
            return allocated;
        } catch (BadSiteException refused) {
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            refused(refused, content);
            return allocated;
        }
    }

    private static void refused(BadSiteException refused, byte[] content) {
        assertFalse(refused.problems().isEmpty());
        assertTrue(refused.total() >= refused.problems().size());
        assertTrue(refused.problems().size() <= Problems.SHOWN);
        int lines = 1;
        for (byte b : content) {
            lines += b == '\n' || b == '\r' ? 1 : 0;
        }
        for (Problem problem : refused.problems()) {
            assertTrue(FILES.contains(problem.file()), problem::toString);
            assertTrue(problem.line() >= 0, problem::toString);
            // A gate or pass of an estate that is gone is named where it stands, in a file that is good.
            assertTrue(problem.line() <= Math.max(lines, 3), problem::toString);
            assertFalse(problem.why().isBlank(), problem::toString);
            assertTrue(problem.toString().length() <= LONGEST_LINE_OF_A_PROBLEM, problem::toString);
            // It goes to a terminal and into a log.
            assertTrue(problem.toString().chars().noneMatch(c -> c < ' ' || c >= 0x7f && c < 0xa0), problem::toString);
        }
    }

    private static void taken(SiteFolder.Whole whole) throws IOException, BadSiteException {
        Set<Integer> estates = new HashSet<>();
        for (EstateRow estate : whole.site().estates()) {
            assertTrue(estate.estateId() >= 1 && estate.estateId() <= 1_000_000, estate::toString);
            assertTrue(estates.add(estate.estateId()), estate::toString);
        }
        Set<String> gates = new HashSet<>();
        for (GateRow gate : whole.site().gates()) {
            assertTrue(estates.contains(gate.estateId()), gate::toString);
            assertTrue(gates.add(gate.gateId()), gate::toString);
            assertTrue(gate.gateId().matches("[A-Za-z0-9._-]{1,64}"), gate::toString);
        }
        whole.site().policies().forEach((estate, policy) -> {
            assertTrue(estate == 0 || estates.contains(estate), () -> "policy of " + estate);
            Policy.of(policy);
        });
        Set<String> ids = new HashSet<>();
        long[] passes = {0};
        whole.passes().forEachSet(new Empty(), set -> {
            set.rows().forEach(change -> {
                PassRow row = change.after();
                assertTrue(row.estateId() == 0 || estates.contains(row.estateId()), row::toString);
                assertTrue(ids.add(row.hi() + ":" + row.lo()), row::toString);
                passes[0]++;
            });
        });
        assertEquals(whole.passes().passes(), passes[0]);
    }

    /** A roster with nothing in it. */
    private static final class Empty implements FirstLoad.Standing {
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
    }

    public static Map<String, byte[]> seeds() {
        Map<String, byte[]> seeds = new TreeMap<>();
        String d = Folder.DIGEST;
        String id = "6f1c2b9e-0d2a-4c57-9b1e-2f8a7c3d4e5f";
        put(
                seeds,
                "estates",
                0,
                "\ufeffestate_id,name,kind,community\r\n101,\"a \"\"b\"\", c\",OTHER,x\r\n\r\n171,,URBAN_VILLAGE,\n");
        put(seeds, "estates-bad", 0, "estate_id,name,kind,community\n0,a,OTHER,b\n5,a,VILLA,b\n5,a\n101,\"a");
        put(seeds, "estates-heading", 0, "estate_id,name,name,colour\n");
        put(
                seeds,
                "gates",
                1,
                "token_sha256,name,estate_id,gate_id\n" + d + " " + d + ",,101,A.b_-9\n" + d + ",east,171,2\n");
        put(
                seeds,
                "gates-bad",
                1,
                "gate_id,estate_id,name,token_sha256\na b,102,x,12\na,101,x," + d + "\na,101,x," + d + "\n");
        String row = ",101,RESIDENT,ESTATE,2020-02-01T08:00:00+08:00,2020-03-01,ACTIVE,3,true,false,true,false\n";
        put(
                seeds,
                "passes",
                2,
                Folder.PASSES_HEADING + "\n" + id + row + id.replace('6', '7') + row.replace("101", "0"));
        put(
                seeds,
                "passes-all",
                2,
                Folder.PASSES_HEADING + "\n" + id + ",,COURIER,ALL,2020-02-01 08:00,,SUSPENDED,,yes,1,,\n");
        put(seeds, "passes-bad", 2, Folder.PASSES_HEADING + "\n" + id + row + id + row + "x" + row);
        put(
                seeds,
                "policy",
                3,
                "defaults { curfew.COURIER = \"06:00-23:00\" }\nestates { \"171\" { both-lists-required = true,"
                        + " outings = 1, outing-days = 2 } }\n");
        put(
                seeds,
                "policy-bad",
                3,
                "defaults { colour = red, outings = [1] }\nestates { \"9\" { }, x = 1 }\nmore = 2\n");
        put(seeds, "policy-refers", 3, "x = 1\ndefaults { outings = ${x} }\nestates { \"171\" = ${defaults} }\n");
        put(seeds, "policy-includes", 3, "include \"estates.csv\"\ninclude url(\"http://localhost/\")\n");
        put(seeds, "policy-broken", 3, "defaults { outings = \n");
        return seeds;
    }

    private static void put(Map<String, byte[]> seeds, String name, int file, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        byte[] seed = new byte[1 + bytes.length];
        seed[0] = (byte) file;
        System.arraycopy(bytes, 0, seed, 1, bytes.length);
        seeds.put(name, seed);
    }
}
