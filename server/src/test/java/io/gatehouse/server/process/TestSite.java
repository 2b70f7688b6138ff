package io.gatehouse.server.process;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.server.roster.site.DemoSite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A small demo site in a folder of its own, and gates for it. */
final class TestSite {
    final Path home;
    private final List<String[]> tokens = new ArrayList<>();
    private final byte[][] passes;

    TestSite(Path home, int residents, int gates) throws IOException {
        this.home = home;
        Path site = home.resolve("site");
        new DemoSite(7, residents, gates).write(site, Clock.systemUTC(), false);
        for (String line : lines(site.resolve("secrets/gate-tokens.csv"))) {
            tokens.add(line.split(","));
        }
        List<byte[]> ids = new ArrayList<>();
        try (Stream<Path> files = Files.list(site)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("passes"))
                    .sorted()
                    .toList()) {
                for (String line : lines(file)) {
                    ids.add(bytes(UUID.fromString(line.substring(0, line.indexOf(',')))));
                }
            }
        }
        passes = ids.toArray(byte[][]::new);
    }

    private static List<String> lines(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.subList(1, lines.size());
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    int passes() {
        return passes.length;
    }

    int gates() {
        return tokens.size();
    }

    /** A Hello of that gate, ready to be sent or spoilt. */
    Hello.Builder hello(int index, long streamId) {
        return Hello.newBuilder()
                .setProtocolVersion(1)
                .setGateId(tokens.get(index)[0])
                .setToken(ByteString.copyFromUtf8(tokens.get(index)[1]))
                .setStreamId(streamId)
                .setFirstSequence(1)
                .setSentAtUs(PlainGate.nowUs());
    }

    ByteString pass(int index) {
        return ByteString.copyFrom(passes[index]);
    }

    PlainGate gate(int index, long seed) {
        return new PlainGate(tokens.get(index)[0], tokens.get(index)[1], passes, seed);
    }
}
