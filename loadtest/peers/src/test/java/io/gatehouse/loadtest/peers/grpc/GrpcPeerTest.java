package io.gatehouse.loadtest.peers.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Verdict;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The peer and the command that drives it, each a process of its own: HTTP/2 as gRPC speaks it. */
@Timeout(60)
class GrpcPeerTest {
    private static final int GATES = 5;

    @TempDir
    Path folder;

    private void makeSite() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder gates = new StringBuilder("gate_id,estate_id\n");
        StringBuilder tokens = new StringBuilder("gate_id,token\n");
        StringBuilder passes = new StringBuilder("pass_id,estate_id,quarantined,status\n");
        for (int i = 0; i < GATES; i++) {
            gates.append("g-%d,1%n".formatted(i));
            tokens.append("g-%d,t-%d%n".formatted(i, i));
        }
        for (int i = 0; i < 90; i++) {
            String status = i % 3 == 0 ? "REVOKED" : "ACTIVE";
            passes.append("%s,1,%b,%s%n".formatted(new UUID(random.nextLong(), random.nextLong()), i % 3 == 1, status));
        }
        Files.createDirectories(folder.resolve("site/secrets"));
        Files.writeString(folder.resolve("site/gates.csv"), gates);
        Files.writeString(folder.resolve("site/secrets/gate-tokens.csv"), tokens);
        Files.writeString(folder.resolve("site/passes.csv"), passes);
    }

    private Process start(String... more) throws IOException {
        String classPath = System.getProperty("java.class.path");
        java.util.List<String> command = new java.util.ArrayList<>(java.util.List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "io.gatehouse.loadtest.Main",
                "peers",
                "--grpc-class-path",
                classPath,
                "--site",
                folder.resolve("site").toString(),
                "--work-dir",
                folder.resolve("work").toString()));
        command.addAll(java.util.List.of(more));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void answersTheSameScansAsTheEcho() throws Exception {
        makeSite();
        Process run = start(
                "--only",
                "echo,grpc",
                "--gates",
                Integer.toString(GATES),
                "--windows",
                "1,64",
                "--rounds",
                "1",
                "--first-warmup",
                "200ms",
                "--warmup",
                "100ms",
                "--duration",
                "400ms");
        String text = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, run.waitFor(), text);
        assertEquals(
                2,
                text.lines().filter(line -> line.matches("grpc +no +[0-9].*")).count(),
                text);
        assertEquals(
                2,
                text.lines().filter(line -> line.matches("echo +no +[0-9].*")).count(),
                text);
        assertFalse(Files.exists(folder.resolve("work")), "its folder is left");
    }

    @Test
    void aRosterHasEachPassAndNoOther() throws Exception {
        byte[] one = new byte[16];
        byte[] two = new byte[16];
        two[15] = 2;
        Path file = folder.resolve("roster");
        Files.write(
                file,
                ByteBuffer.allocate(34)
                        .put(one)
                        .put((byte) 1)
                        .put(two)
                        .put((byte) 3)
                        .array());
        Roster roster = Roster.read(file);
        Map<ByteString, Verdict> right = Map.of(
                ByteString.copyFrom(one), Verdict.VERDICT_ALLOW,
                ByteString.copyFrom(two), Verdict.VERDICT_REFER,
                ByteString.copyFromUtf8("another"), Verdict.VERDICT_DENY);
        right.forEach((pass, verdict) -> assertEquals(verdict, roster.of(pass)));
        assertEquals(2, roster.size());
        Files.write(file, new byte[20]);
        assertTrue(assertThrows(EOFException.class, () -> Roster.read(file))
                .getMessage()
                .contains("within an entry"));
    }
}
