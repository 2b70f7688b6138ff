package io.gatehouse.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.echo.EchoProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A generator that collects garbage in the middle of a run measures itself. As it is run, without a test's flags. */
@Timeout(150)
class NoGarbageTest {
    private static final double SCANS = 100_000;
    private static final int ATTEMPTS = 3;

    @TempDir
    Path folder;

    /** A closed loop, and a run by a plan: that is made before, and each answer is held against it. */
    @ParameterizedTest
    @ValueSource(strings = {"--window 128", "--rate 30000/s --history unknown"})
    void aScanMakesNoObject(String load) throws Exception {
        Sites.write(Sites.of(8, 1), folder);
        try (EchoProcess sink = new EchoProcess(null, Main.class, "--sink")) {
            double each = Double.NaN;
            double scans = 0;
            // Until the compiler is done, which takes long on a machine that is busy.
            for (int attempt = 1; attempt <= ATTEMPTS && !(each < 1 && scans >= SCANS); attempt++) {
                String json = run(sink.address().getPort(), load, attempt * 2);
                each = number(json, "allocatedBytesPerEvent");
                scans = number(json, "events");
                System.out.printf("%s: %,.0f scans, %.3f bytes for each%n", load, scans, each);
            }
            assertTrue(scans >= SCANS && each < 1, scans + " scans, " + each + " bytes for each");
        }
    }

    private String run(int port, String load, int seconds) throws Exception {
        Path json = folder.resolve("run.json");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--target",
                "127.0.0.1:" + port,
                "--site",
                folder.toString(),
                "--sleep",
                "--warmup",
                seconds + "s",
                "--duration",
                seconds + "s",
                "--json",
                json.toString()));
        command.addAll(List.of(load.split(" ")));
        Process run = new ProcessBuilder(command).inheritIO().start();
        assertTrue(run.waitFor(60, TimeUnit.SECONDS));
        // A sink says the same to all, so the run may fail by what is answered; all of it has to be answered.
        assertTrue(run.exitValue() <= 1, "exit " + run.exitValue());
        String figures = Files.readString(json);
        for (String none : List.of("undecided", "unacknowledged", "failures")) {
            assertEquals(0, number(figures, none), none);
        }
        return figures;
    }

    private static double number(String json, String key) {
        Matcher matcher = Pattern.compile("\"" + key + "\": ([0-9.eE-]+)").matcher(json);
        assertTrue(matcher.find(), key + " in " + json);
        return Double.parseDouble(matcher.group(1));
    }
}
