package io.gatehouse.client;

import static io.gatehouse.proto.v1.Direction.DIRECTION_ENTRY;
import static io.gatehouse.proto.v1.Medium.MEDIUM_QR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sample of the package page and of README, compiled and run. */
@Timeout(60)
class SampleTest {
    @FunctionalInterface
    private interface Door {
        void open(boolean opened);
    }

    private static void sample(byte[] secret, byte[] passId, Door door) {
        // sample begins
        try (GateClient client = GateClient.builder()
                .servers("gatehouse.example:7400")
                .gateId("0171-02")
                .token(secret)
                .build()) {
            client.start();
            client.scan(passId, DIRECTION_ENTRY, OptionalInt.of(366), MEDIUM_QR)
                    .thenAccept(result -> door.open(result.allowed()))
                    .join();
        }
        // sample ends
    }

    @Test
    void withoutANetworkTheDoorStaysClosed() {
        AtomicReference<Boolean> door = new AtomicReference<>();
        sample(new byte[16], new byte[16], door::set);
        assertFalse(door.get());
    }

    @Test
    void thePagesShowThisSample() throws IOException {
        String own = Files.readString(Path.of("src/test/java/io/gatehouse/client/SampleTest.java"));
        String sample = own.substring(own.indexOf("// sample begins\n"), own.indexOf("// sample ends\n"))
                .replace("// sample begins\n", "")
                .stripTrailing();
        String page = Files.readString(Path.of("src/main/java/io/gatehouse/client/package-info.java"))
                .replaceAll("(?m)^ \\*", "");
        assertTrue(squeezed(page).contains(squeezed(sample)), "package-info.java");
        assertTrue(squeezed(Files.readString(Path.of("../README.md"))).contains(squeezed(sample)), "README.md");
        assertEquals(10, sample.lines().count());
    }

    private static String squeezed(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
