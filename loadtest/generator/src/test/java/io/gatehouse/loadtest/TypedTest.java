package io.gatehouse.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TypedTest {
    @Test
    void secretsAreMasked() {
        assertEquals(
                List.of(
                        "gatehouse",
                        "loadtest",
                        "run",
                        "--gate-token",
                        "***",
                        "--password=***",
                        "--site",
                        "a b",
                        "--secrets=***"),
                Typed.commandLine(
                        "gatehouse loadtest",
                        List.of("run", "--gate-token", "s3", "--password=s3", "--site", "a b", "--secrets=s3")));
    }
}
