package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.run.Target;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A PostgreSQL cluster of its own, with a table of passes and one of scans. */
final class PostgresPeer implements Peer {
    private static final String OS_USER = "postgres";
    private static final int SPARE_CONNECTIONS = 20;
    private static final String TABLES = """
            create table passes (pass uuid primary key, verdict smallint not null);
            create table scans (
                id bigint generated always as identity primary key, pass uuid not null, gate int not null,
                direction smallint not null, scanned_at_us bigint not null, temperature smallint not null);
            copy passes from stdin;
            """;

    private final Spawned process;
    private final Path bin;
    private final int port;
    private final Target target;
    private final String words;

    private PostgresPeer(Spawned process, Path bin, int port, Target target, String words) {
        this.process = process;
        this.bin = bin;
        this.port = port;
        this.target = target;
        this.words = words;
    }

    static Peer start(Setting setting, Programs programs) throws IOException, InterruptedException, PeerMissing {
        Path bin = programs.postgres();
        PostgresFolder place = PostgresFolder.create(setting.folder(), runsAsRoot() ? OS_USER : null);
        Path data = place.folder().resolve("cluster");
        List<String> asUser = place.asUser();
        int port = Spawned.freePort();
        Spawned process;
        try {
            List<String> initdb = new ArrayList<>(asUser);
            initdb.addAll(List.of(bin.resolve("initdb").toString(), "-D", data.toString(), "-U", PostgresDialect.USER));
            initdb.addAll(List.of("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"));
            // Not where this process is: the user may not be allowed to be there.
            Spawned.runIn(place.folder(), initdb.toArray(String[]::new));
            List<String> server = new ArrayList<>(asUser);
            server.addAll(List.of(bin.resolve("postgres").toString(), "-D", data.toString()));
            settings(port, setting.connections()).forEach(s -> server.addAll(List.of("-c", s)));
            // The fast way: it ends its sessions.
            process = new Spawned(PeerKind.POSTGRESQL.label(), place.folder(), "INT", setting.cpu(), server);
        } catch (IOException | InterruptedException | RuntimeException e) {
            Spawned.deleteQuietly(place.folder());
            throw e;
        }
        try {
            Path pidFile = data.resolve("postmaster.pid");
            process.await(() -> isReady(pidFile));
            Target target = setting.target(PeerKind.POSTGRESQL, port, process.pid(), PostgresDialect::new);
            String version = Spawned.run(bin.resolve("postgres").toString(), "--version");
            PostgresPeer peer = new PostgresPeer(process, bin, port, target, words(version, place));
            peer.load(setting.roster());
            return peer;
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private static boolean runsAsRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> settings(int port, int connections) {
        return List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "max_connections=" + (connections + SPARE_CONNECTIONS),
                "fsync=on",
                "synchronous_commit=on",
                "shared_buffers=256MB",
                "max_wal_size=4GB",
                "log_min_messages=warning");
    }

    private static String words(String version, PostgresFolder place) {
        return version.strip().replaceAll(".*?(\\d+\\.\\d+).*", "PostgreSQL $1")
                + ": select and insert in one transaction for each scan, prepared and pipelined, synchronous_commit on"
                + place.note();
    }

    /** The last line of the file has the server's state. */
    private static boolean isReady(Path pidFile) {
        try {
            return Files.exists(pidFile) && Files.readString(pidFile).contains("\nready");
        } catch (IOException e) {
            return false;
        }
    }

    private void load(Roster roster) throws IOException, InterruptedException {
        psql(to -> {
            to.write(TABLES);
            for (int i = 0; i < roster.size(); i++) {
                UUID pass = new UUID(roster.high(i), roster.low(i));
                to.write(pass + "\t" + roster.verdict(i) + "\n");
            }
            to.write("\\.\nvacuum analyze passes;\ncheckpoint;\n");
        });
    }

    @Override
    public void tidy() throws IOException, InterruptedException {
        psql(to -> to.write("truncate scans;\ncheckpoint;\n"));
    }

    @FunctionalInterface
    private interface Script {
        void writeTo(Writer to) throws IOException;
    }

    private void psql(Script script) throws IOException, InterruptedException {
        Process psql = new ProcessBuilder(
                        bin.resolve("psql").toString(),
                        "-X",
                        "-q",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-U",
                        PostgresDialect.USER,
                        "-d",
                        "postgres")
                .redirectErrorStream(true)
                .redirectOutput(process.folder().resolve("psql.log").toFile())
                .start();
        IOException broken = null;
        try (Writer to =
                new BufferedWriter(new OutputStreamWriter(psql.getOutputStream(), StandardCharsets.US_ASCII))) {
            script.writeTo(to);
        } catch (IOException e) {
            // It has ended before it had read all: its words say why.
            broken = e;
        }
        if (psql.waitFor() != 0 || broken != null) {
            throw new IOException("psql: "
                    + Files.readString(process.folder().resolve("psql.log")).strip());
        }
    }

    @Override
    public PeerKind kind() {
        return PeerKind.POSTGRESQL;
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public String describe() {
        return words;
    }

    @Override
    public String ended() throws InterruptedException {
        return process.ended();
    }

    @Override
    public void close() {
        process.close();
    }
}
