package io.gatehouse.server.roster.site;

import io.gatehouse.server.roster.EstateRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes a site folder that looks like a subdistrict in February 2020, dates counted from today. One seed on one day gives
 * the same bytes: so its tokens are no secret. Blocks; any thread.
 */
public final class DemoSite {
    private static final String TOKENS = "secrets/gate-tokens.csv";

    private final DemoData data = new DemoData();
    private final long seed;
    private final int residents;
    private final int gates;

    /** What was made. */
    public record Made(int communities, int estates, int gates, long passes) {}

    /**
     * @param residents 0 or more; negative for as many as the data says
     * @param gates 1 or more; negative for as many as the data says
     */
    public DemoSite(long seed, int residents, int gates) {
        this.seed = seed;
        this.residents = residents < 0 ? data.number("residents") : residents;
        this.gates = gates < 0 ? data.number("gates") : gates;
        if (this.gates == 0) {
            throw new IllegalArgumentException("a site has at least one gate");
        }
    }

    /**
     * @param force takes a folder that has something in it: the files of a site are replaced, others stay
     * @throws FileAlreadyExistsException where the folder has something in it and force is not given
     */
    public Made write(Path folder, Clock clock, boolean force) throws IOException {
        prepare(folder, force);
        LocalDate today = LocalDate.now(clock.withZone(data.zone()));
        // A stream for each part: another number of gates leaves names and passes as they were.
        SplittableRandom random = new SplittableRandom(seed);
        DemoEstates estates = new DemoEstates(data, random.split());
        SplittableRandom tokens = random.split();
        int[] gatesOf = estates.gates(gates);
        int[] residentsOf = estates.residents(residents);
        DemoPasses passes = new DemoPasses(data, random.split(), today, estates.rows(), residentsOf);
        writeEstates(folder, estates.rows());
        writeGates(folder, estates.rows(), gatesOf, tokens);
        writePolicy(folder);
        try (Writer out = writer(folder.resolve("passes-residents.csv"))) {
            passes.writeResidents(out);
        }
        try (Writer out = writer(folder.resolve("passes-visitors.csv"))) {
            passes.writeVisitors(out);
        }
        try (Writer out = writer(folder.resolve("passes-workers.csv"))) {
            passes.writeWorkers(out, gatesOf);
        }
        int made = Arrays.stream(gatesOf).sum();
        return new Made(data.communities().size(), estates.rows().size(), made, passes.written());
    }

    private static void prepare(Path folder, boolean force) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        Files.createDirectories(folder);
        List<Path> old = new ArrayList<>();
        boolean empty = true;
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                empty = false;
                if (path.getFileName().toString().matches("passes.*\\.csv")) {
                    old.add(path);
                }
            }
        }
        if (!empty && !force) {
            throw new FileAlreadyExistsException(folder.toString(), null, "it is not empty");
        }
        // A file of passes of another name would be read too.
        for (Path path : old) {
            Files.delete(path);
        }
        Files.deleteIfExists(folder.resolve(TOKENS));
    }

    private static Writer writer(Path path) throws IOException {
        return Files.newBufferedWriter(path, StandardCharsets.UTF_8);
    }

    private static void writeEstates(Path folder, List<EstateRow> estates) throws IOException {
        try (Writer out = writer(folder.resolve(EstatesCsv.FILE))) {
            out.write(String.join(",", EstatesCsv.COLUMNS) + "\n");
            for (EstateRow e : estates) {
                out.write(e.estateId() + "," + e.name() + "," + e.kind() + "," + e.community() + "\n");
            }
        }
    }

    private void writeGates(Path folder, List<EstateRow> estates, int[] gatesOf, SplittableRandom random)
            throws IOException {
        List<String> names = data.words("gate-names");
        byte[] secret = new byte[GateToken.SECRET_BYTES];
        Path tokens = folder.resolve(TOKENS);
        Files.createDirectories(tokens.getParent());
        Files.setPosixFilePermissions(tokens.getParent(), PosixFilePermissions.fromString("rwx------"));
        Files.createFile(tokens, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer gateRows = writer(folder.resolve(GatesCsv.FILE));
                Writer tokenRows = writer(tokens)) {
            gateRows.write(String.join(",", GatesCsv.COLUMNS) + "\n");
            tokenRows.write("gate_id,token\n");
            for (int i = 0; i < gatesOf.length; i++) {
                for (int n = 1; n <= gatesOf[i]; n++) {
                    EstateRow estate = estates.get(i);
                    String id = String.format("%04d-%02d", estate.estateId(), n);
                    String name = n <= names.size() ? names.get(n - 1) : n + "号门";
                    random.nextBytes(secret);
                    String token = GateToken.of(secret);
                    gateRows.write(id + "," + estate.estateId() + "," + estate.name() + name + ","
                            + GateToken.sha256(token) + "\n");
                    tokenRows.write(id + "," + token + "\n");
                }
            }
        }
    }

    private static void writePolicy(Path folder) throws IOException {
        try (InputStream in = DemoSite.class.getClassLoader().getResourceAsStream("demo/policy.conf")) {
            if (in == null) {
                throw new IllegalStateException("demo/policy.conf is not in the jar");
            }
            Files.write(folder.resolve(PolicyConf.FILE), in.readAllBytes());
        }
    }
}
