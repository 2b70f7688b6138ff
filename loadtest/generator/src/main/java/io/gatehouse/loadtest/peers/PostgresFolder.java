package io.gatehouse.loadtest.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a cluster lies and who it belongs to: PostgreSQL refuses to run as root.
 *
 * @param folder belongs to the user
 * @param asUser what a command is put behind to run as the user; empty where this process is that user
 * @param note said where the folder could not be where it was asked for
 */
record PostgresFolder(Path folder, List<String> asUser, String note) {
    private static final Path ELSEWHERE = Path.of("/var/tmp");

    /** @param user of the operating system; null = the one that runs this process */
    static PostgresFolder create(Path under, String user) throws IOException, InterruptedException {
        Path folder = Spawned.folder(under, PeerKind.POSTGRESQL);
        if (user == null) {
            return new PostgresFolder(folder, List.of(), "");
        }
        List<String> asUser =
                List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--init-groups", "--reset-env", "--");
        Spawned.run("chown", user + ":", folder.toString());
        if (canEnter(asUser, folder)) {
            return new PostgresFolder(folder, asUser, "");
        }
        Files.delete(folder);
        Path other = Files.createTempDirectory(ELSEWHERE, "gatehouse-peers-");
        Spawned.run("chown", user + ":", other.toString());
        String type = Files.getFileStore(other).type();
        return new PostgresFolder(
                other, asUser, "; in %s (%s): its user may not enter %s".formatted(ELSEWHERE, type, under));
    }

    private static boolean canEnter(List<String> asUser, Path folder) throws IOException, InterruptedException {
        List<String> test = new java.util.ArrayList<>(asUser);
        test.addAll(List.of("test", "-w", folder.toString()));
        return new ProcessBuilder(test).start().waitFor() == 0;
    }
}
