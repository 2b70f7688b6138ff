package io.gatehouse.loadtest.peers;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the programs of other projects. */
final class Programs {
    private final List<Path> folders;
    private final Path postgresVersions;

    private Programs(List<Path> folders, Path postgresVersions) {
        this.folders = folders;
        this.postgresVersions = postgresVersions;
    }

    /** Those of this machine: the PATH, and where Debian puts daemons, which not every PATH has. */
    static Programs installed() {
        List<Path> folders = new ArrayList<>();
        for (String folder : (System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/bin").split(":")) {
            if (!folder.isEmpty()) {
                folders.add(Path.of(folder));
            }
        }
        return new Programs(folders, Path.of("/usr/lib/postgresql"));
    }

    /** Only what lies in one folder. */
    static Programs in(Path folder) {
        return new Programs(List.of(folder), folder);
    }

    Path find(PeerKind kind, String program) throws PeerMissing {
        return folders.stream()
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> PeerMissing.debian(kind));
    }

    /** The folder of the newest PostgreSQL's programs: Debian keeps the server's out of the PATH. */
    Path postgres() throws PeerMissing {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(postgresVersions)) {
            for (Path version : versions) {
                Path bin = version.resolve("bin");
                if (Files.isExecutable(bin.resolve("postgres")) && Files.isExecutable(bin.resolve("initdb"))) {
                    found.add(bin);
                }
            }
        } catch (IOException e) {
            throw PeerMissing.debian(PeerKind.POSTGRESQL);
        }
        Optional<Path> newest = found.stream().max(Comparator.comparing(Programs::version));
        return newest.orElseThrow(() -> PeerMissing.debian(PeerKind.POSTGRESQL));
    }

    private static int version(Path bin) {
        String digits = bin.getParent().getFileName().toString().replaceAll("\\D.*", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }
}
