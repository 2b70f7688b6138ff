package io.gatehouse.server;

import io.gatehouse.server.log.PassHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The key by which the log hides passes, as a file has it. */
final class LogKey {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private LogKey() {}

    /**
     * @param file null for none
     * @return null for none
     * @throws BadConfigException where it can't be read, is too short, or is not the server's alone
     */
    static PassHash read(Path file) throws BadConfigException {
        if (file == null) {
            return null;
        }
        try {
            refuseReadableByOthers(file);
            byte[] key = Files.readAllBytes(file);
            if (key.length < PassHash.KEY_BYTES) {
                throw bad(file, "has " + key.length + " bytes, and a key has " + PassHash.KEY_BYTES + " or more");
            }
            return new PassHash(key);
        } catch (IOException e) {
            throw bad(file, "can't be read: " + e.getMessage());
        }
    }

    private static void refuseReadableByOthers(Path file) throws BadConfigException, IOException {
        try {
            if (!Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS)) {
                throw bad(file, "may be read or written by others than its owner: chmod 600");
            }
        } catch (UnsupportedOperationException e) {
            // A file system without such permissions.
        }
    }

    private static BadConfigException bad(Path file, String why) {
        return new BadConfigException(List.of("log.pass-key = " + file + " " + why));
    }
}
