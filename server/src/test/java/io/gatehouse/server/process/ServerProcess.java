package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real server process of the classes under test, and other commands of its jar. */
final class ServerProcess implements AutoCloseable {
    private static final String FLAGS = "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED"
            + " --add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED"
            + " --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.lang.reflect=ALL-UNNAMED"
            + " --add-opens=java.base/sun.nio.ch=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=";

    /** Of a journal segment in these tests. */
    static final long SEGMENT_MIB = 160;

    private static final long HANG_SECONDS = 60;
    private static final int HEAP_MIB = 512;

    private final Process process;
    private final Path log;
    private final HttpClient http = HttpClient.newHttpClient();
    private long hangSeconds = HANG_SECONDS;
    private InetSocketAddress gates;
    private InetSocketAddress admin;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Writes a configuration for a data and a site folder under {@code home}. */
    static Path config(Path home, String... more) throws IOException {
        Path file = home.resolve("gatehouse.conf");
        Files.writeString(file, """
                gatehouse {
                  listen { host = "127.0.0.1", port = 0 }
                  admin { host = "127.0.0.1", port = 0 }
                  data-dir = "%s"
                  site-dir = "%s"
                  journal.segment-size = %d MiB
                  %s
                }
                """.formatted(
                        home.resolve("data"), home.resolve("site"), SEGMENT_MIB, String.join("\n  ", more)));
        return file;
    }

    /** Starts a server and waits until it serves. */
    static ServerProcess start(Path config) throws IOException {
        return start(config, 1, Map.of());
    }

    /**
     * @param tier highest compiler tier: 1 starts fast, 4 is what runs for long
     */
    static ServerProcess start(Path config, int tier, Map<String, String> environment) throws IOException {
        return served(launch(List.of(), tier, environment, "server", "--config", config.toString()));
    }

    /** Starts a server with so little heap, fully compiled, and waits for as long as that takes. */
    static ServerProcess startWithHeap(int mib, Path config) throws IOException {
        ServerProcess server = launch(List.of(), 4, mib, Map.of(), "server", "--config", config.toString());
        server.hangSeconds = 10 * HANG_SECONDS;
        return served(server);
    }

    private static ServerProcess served(ServerProcess server) throws IOException {
        server.awaitReady();
        return server;
    }

    /** Starts a server and does not wait for it. */
    static ServerProcess starting(Path config) throws IOException {
        return launch(List.of(), 1, Map.of(), "server", "--config", config.toString());
    }

    void awaitReady() throws IOException {
        String line = awaitLine();
        assertTrue(line != null && line.startsWith("gatehouse ready "), () -> line + "\n" + log());
        gates = address(line, "gates");
        admin = address(line, "admin");
    }

    /** A read of a pipe can't be interrupted, so a process that hangs is ended for it. */
    private String awaitLine() throws IOException {
        CompletableFuture<Void> hangs = new CompletableFuture<>();
        hangs.completeOnTimeout(null, hangSeconds, TimeUnit.SECONDS).thenRun(process::destroyForcibly);
        try {
            return process.inputReader().readLine();
        } finally {
            hangs.cancel(false);
        }
    }

    /**
     * Starts a server that may open no more files than that, and waits until it serves.
     *
     * @param files limit of the process
     */
    static ServerProcess startWithFiles(int files, Path config) throws IOException {
        return served(launchWithFiles(files, config));
    }

    /** The same, not waited for. */
    static ServerProcess launchWithFiles(int files, Path config) throws IOException {
        List<String> shell = List.of("/bin/sh", "-c", "ulimit -n " + files + "; exec \"$@\"", "sh");
        return launch(shell, 1, Map.of(), "server", "--config", config.toString());
    }

    /** Runs a command of the jar. */
    static ServerProcess run(String... arguments) throws IOException {
        return run(Map.of(), arguments);
    }

    static ServerProcess run(Map<String, String> environment, String... arguments) throws IOException {
        return launch(List.of(), 1, environment, arguments);
    }

    private static ServerProcess launch(
            List<String> shell, int tier, Map<String, String> environment, String... arguments) throws IOException {
        return launch(shell, tier, HEAP_MIB, environment, arguments);
    }

    private static ServerProcess launch(
            List<String> shell, int tier, int heapMib, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(shell);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList((FLAGS + tier).split(" ")));
        command.addAll(List.of("-Xms" + heapMib / 2 + "m", "-Xmx" + heapMib + "m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.gatehouse.server.Main"));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile("server", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), log);
    }

    /** A server whose output and log go to a terminal, which is what it prints. */
    static ServerProcess atTerminal(Path config) throws IOException {
        // What script runs is one line of a shell.
        List<String> shell =
                List.of("/bin/sh", "-c", "exec script -qec \"$(printf \"'%s' \" \"$@\")\" /dev/null </dev/null", "sh");
        return launch(shell, 1, Map.of(), "server", "--config", config.toString());
    }

    private static InetSocketAddress address(String line, String name) {
        String value = line.replaceAll(".*" + name + "=([^ ]*).*", "$1");
        int colon = value.lastIndexOf(':');
        return new InetSocketAddress(value.substring(0, colon), Integer.parseInt(value.substring(colon + 1)));
    }

    InetSocketAddress gates() {
        return gates;
    }

    Process process() {
        return process;
    }

    /** What it printed and logged so far, in that order. */
    String output() throws IOException {
        return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8) + log();
    }

    /** The same of a process that ends by itself, and ends it where it does not. */
    String outputAtEnd() throws IOException, InterruptedException {
        try (this) {
            await();
            return output();
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** SIGHUP, and the reload that it asks for is over when this returns. */
    void reload() throws IOException, InterruptedException {
        double before = reloads();
        hangup();
        await("a reload", () -> reloads() > before);
    }

    void hangup() throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()))
                .start()
                .waitFor();
        assertEquals(0, code, "kill -HUP");
    }

    void awaitLog(String part) throws IOException, InterruptedException {
        await("'" + part + "' in the log", () -> log().contains(part));
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private void await(String what, Condition condition) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(HANG_SECONDS);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() - until < 0, () -> "no " + what + ": " + log());
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private double reloads() throws IOException, InterruptedException {
        return get("/metrics", null)
                .lines()
                .filter(line -> line.startsWith("gatehouse_site_reloads_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    void collectGarbage() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process done = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run").start();
        assertEquals(0, done.waitFor(), "jcmd GC.run");
    }

    /** Files and sockets that it has open. */
    long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return open.count();
        }
    }

    /** STOP lets it stand still, CONT go on. */
    void signal(String name) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }

    /** SIGKILL, and gone when this returns. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return await();
    }

    int await() throws InterruptedException {
        assertTrue(process.waitFor(HANG_SECONDS, TimeUnit.SECONDS), () -> "still running: " + log());
        return process.exitValue();
    }

    /** A page of the admin port; its status in {@code status[0]} where that is not null. */
    String get(String path, int[] status) throws IOException, InterruptedException {
        var answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.getPort() + path))
                        .build(),
                BodyHandlers.ofString());
        if (status != null) {
            status[0] = answer.statusCode();
        }
        return answer.body();
    }

    /** The value of one series of {@code /metrics}. */
    double metric(String series) throws IOException, InterruptedException {
        return get("/metrics", null)
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no series " + series));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(log);
    }
}
