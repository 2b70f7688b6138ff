package io.gatehouse.loadtest.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A peer's process with its folder, which has its log. Ends both on {@link #close}. */
final class Spawned implements AutoCloseable {
    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 15;
    private static final int LOOK_AGAIN_MS = 20;
    private static final int LAST_LINES = 5;
    /** A shell's number for a process that signal 1 ended, less 1. */
    private static final int SIGNALLED = 128;

    private final String name;
    private final Path folder;
    private final Path log;
    private final String stopSignal;
    private final Process process;
    private boolean closed;

    /**
     * Starts it.
     *
     * @param folder exists; {@code NAME.log} comes to lie in it
     * @param stopSignal as kill has it
     * @param cpu to pin it to; null = not at all
     */
    Spawned(String name, Path folder, String stopSignal, String cpu, List<String> command) throws IOException {
        this.name = name;
        this.folder = folder;
        this.stopSignal = stopSignal;
        this.log = folder.resolve(name + ".log");
        List<String> all = new ArrayList<>();
        if (cpu != null) {
            // taskset becomes what it starts, so the process is the peer's.
            all.addAll(List.of("taskset", "-c", cpu));
        }
        all.addAll(command);
        process = new ProcessBuilder(all)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** A port of the loopback address that nobody has now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** An empty folder. */
    static Path folder(Path under, PeerKind kind) throws IOException {
        Path folder = under.resolve(kind.label());
        delete(folder);
        return Files.createDirectories(folder);
    }

    long pid() {
        return process.pid();
    }

    Path folder() {
        return folder;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** Waits until something is so, a minute at most. */
    void await(BooleanSupplier ready) throws IOException, InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IOException("%s did not start: %s".formatted(name, ended()));
            }
            if (System.nanoTime() - limit > 0) {
                throw new IOException("%s was not ready after %d s%s".formatted(name, START_SECONDS, lastLines()));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
        }
    }

    void awaitPort(int port) throws IOException, InterruptedException {
        await(() -> accepts(port));
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits for the line of a process that picks its port itself, and takes the port from it. */
    int awaitReadyLine(String begin) throws IOException, InterruptedException {
        await(() -> readyLine(begin) != null);
        String line = readyLine(begin);
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
    }

    private String readyLine(String begin) {
        try {
            String said = log();
            int whole = said.lastIndexOf('\n') + 1;
            return said.substring(0, whole)
                    .lines()
                    .filter(line -> line.startsWith(begin))
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How it ended and its last words; null while it runs. */
    String ended() throws InterruptedException {
        if (!process.waitFor(1, TimeUnit.SECONDS)) {
            return null;
        }
        int code = process.exitValue();
        String how = code > SIGNALLED ? "killed by signal " + (code - SIGNALLED) : "exit code " + code;
        return how + lastLines();
    }

    private String lastLines() {
        try {
            List<String> lines = log().lines().filter(line -> !line.isBlank()).toList();
            return lines.isEmpty()
                    ? ""
                    : "; its last words:\n    "
                            + String.join(
                                    "\n    ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "; its log is not readable: " + e.getMessage();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<ProcessHandle> children = process.descendants().toList();
        try {
            if (process.isAlive()) {
                run("kill", "-" + stopSignal, Long.toString(process.pid()));
            }
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        deleteQuietly(folder);
    }

    /** Runs a short command to its end and gives what it printed. */
    static String run(String... command) throws IOException, InterruptedException {
        return runIn(null, command);
    }

    /** The same in a folder; null = where this process is. */
    static String runIn(Path folder, String... command) throws IOException, InterruptedException {
        Process run = new ProcessBuilder(command)
                .directory(folder == null ? null : folder.toFile())
                .redirectErrorStream(true)
                .start();
        run.getOutputStream().close();
        String said = new String(run.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        int code = run.waitFor();
        if (code != 0) {
            throw new IOException("'%s' failed with %d: %s".formatted(String.join(" ", command), code, said.strip()));
        }
        return said;
    }

    static void deleteQuietly(Path folder) {
        try {
            delete(folder);
        } catch (IOException e) {
            System.err.printf("loadtest: %s could not be removed: %s%n", folder, e.getMessage());
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
