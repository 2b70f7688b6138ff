package io.gatehouse.grafana;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs of the package prometheus. */
final class Tool {
    private static final int HANG_SECONDS = 150;

    private Tool() {}

    record Result(int code, String output) {}

    /** Leaves a test out, and says so, where there is no Prometheus. */
    static void needed(String what, int count) {
        needed(what, count, "prometheus", "prometheus", "promtool");
    }

    /** Leaves a test out, and says so, where one of the programs of a Debian package is not there. */
    static void needed(String what, int count, String debian, String... programs) {
        List<String> folders = List.of(System.getenv("PATH").split(":"));
        for (String program : programs) {
            if (folders.stream().noneMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
                String said = "LEFT OUT, no " + program + " here: " + count + " " + what
                        + ". Type: sudo apt-get install -y --no-install-recommends " + debian;
                System.err.println("[WARNING] " + said);
                Assumptions.abort(said);
            }
        }
    }

    /** Runs promtool in a folder. */
    static Result promtool(Path folder, Path input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("promtool", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        Process process = builder.start();
        try {
            if (!process.waitFor(HANG_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(String.join(" ", command) + " hangs");
            }
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(output);
        }
    }
}
