package io.gatehouse.loadtest.peers.grpc;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Verdict;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;

/** What each pass is answered, in the map that comes to mind first. */
final class Roster {
    private static final int PASS_BYTES = 16;

    private final ConcurrentHashMap<ByteString, Verdict> verdicts;

    private Roster(ConcurrentHashMap<ByteString, Verdict> verdicts) {
        this.verdicts = verdicts;
    }

    /**
     * Reads a roster.
     *
     * @param file of entries of 17 bytes: the pass id, the number of its verdict
     */
    static Roster read(Path file) throws IOException {
        long entries = Files.size(file) / (PASS_BYTES + 1);
        ConcurrentHashMap<ByteString, Verdict> verdicts = new ConcurrentHashMap<>((int) (entries * 2));
        byte[] pass = new byte[PASS_BYTES];
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (long i = 0; i < entries; i++) {
                in.readFully(pass);
                verdicts.put(ByteString.copyFrom(pass), Verdict.forNumber(in.readByte()));
            }
            if (in.read() >= 0) {
                throw new EOFException(file + " ends within an entry");
            }
        }
        return new Roster(verdicts);
    }

    Verdict of(ByteString pass) {
        return verdicts.getOrDefault(pass, Verdict.VERDICT_DENY);
    }

    int size() {
        return verdicts.size();
    }
}
