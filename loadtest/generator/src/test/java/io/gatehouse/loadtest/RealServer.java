package io.gatehouse.loadtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The server's own jar as a process, on a demo site and an empty folder. */
public final class RealServer implements AutoCloseable {
    private static final Path JAR = Path.of("../../server/target/server.jar").toAbsolutePath();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final int HANG_SECONDS = 60;

    private final Path home;
    private Process process;
    private InetSocketAddress gates;
    private InetSocketAddress admin;

    private RealServer(Path home) {
        this.home = home;
    }

    /** Makes a site and serves it. */
    public static RealServer start(Path home, long seed, int residents, int gates)
            throws IOException, InterruptedException {
        return start(home, seed, residents, gates, "");
    }

    /** @param more lines of its configuration */
    public static RealServer start(Path home, long seed, int residents, int gates, String more)
            throws IOException, InterruptedException {
        RealServer server = new RealServer(home);
        server.run(
                "site",
                "demo",
                "--out",
                server.site() + "",
                "--seed",
                seed + "",
                "--residents",
                residents + "",
                "--gates",
                gates + "");
        Files.writeString(home.resolve("gatehouse.conf"), """
                gatehouse {
                  listen { host = "127.0.0.1", port = 0 }
                  admin { host = "127.0.0.1", port = 0 }
                  data-dir = "%s"
                  site-dir = "%s"
                  journal.segment-size = 160 MiB
                  %s
                }
                """.formatted(server.data(), server.site(), more));
        server.serve();
        return server;
    }

    /** Serves what is there. */
    public void serve() throws IOException {
        process = launch("server", "--config", home.resolve("gatehouse.conf").toString());
        CompletableFuture<Void> hangs = new CompletableFuture<>();
        hangs.completeOnTimeout(null, HANG_SECONDS, TimeUnit.SECONDS).thenRun(process::destroyForcibly);
        BufferedReader out = process.inputReader();
        String ready = out.readLine();
        hangs.cancel(false);
        if (ready == null || !ready.startsWith("gatehouse ready ")) {
            throw new IOException(ready + "\n" + Files.readString(home.resolve("server.log")));
        }
        gates = address(ready, "gates");
        admin = address(ready, "admin");
    }

    private static InetSocketAddress address(String line, String name) {
        String value = line.replaceAll(".*" + name + "=([^ ]*).*", "$1");
        int colon = value.lastIndexOf(':');
        return new InetSocketAddress(value.substring(0, colon), Integer.parseInt(value.substring(colon + 1)));
    }

    private void run(String... arguments) throws IOException, InterruptedException {
        Process done = launch(arguments);
        if (!done.waitFor(HANG_SECONDS, TimeUnit.SECONDS) || done.exitValue() != 0) {
            done.destroyForcibly();
            throw new IOException(String.join(" ", arguments) + ": " + Files.readString(home.resolve("site.log")));
        }
    }

    private Process launch(String... arguments) throws IOException {
        if (!Files.exists(JAR)) {
            throw new IOException("no " + JAR + ": package the server first");
        }
        List<String> command = new ArrayList<>(
                List.of(JAVA, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(home.resolve(arguments[0] + ".log").toFile())
                .start();
    }

    public Path site() {
        return home.resolve("site");
    }

    public Path data() {
        return home.resolve("data");
    }

    public InetSocketAddress gates() {
        return gates;
    }

    public InetSocketAddress admin() {
        return admin;
    }

    /** SIGTERM, and gone when this returns. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(HANG_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
