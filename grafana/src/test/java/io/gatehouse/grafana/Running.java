package io.gatehouse.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A server, a Prometheus that scrapes it each second by the shipped rules, and the load test's gates, as processes. */
final class Running {
    static final String HISTORY = "history";
    private static final int HANG_SECONDS = 60;
    /** While it reads its storage. */
    private static final int NOT_READY = 503;

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final Path SERVER = Folder.ROOT.resolve("server/target/server.jar");
    private static final Path LOADTEST = Folder.ROOT.resolve("loadtest/generator/target/loadtest.jar");

    private final Path home;
    private final List<Process> processes = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private String gates;
    private String admin;
    private String prometheus;
    private String generator;
    private Process prometheusProcess;
    private Process serverProcess;

    Running(Path home) {
        this.home = home;
    }

    String gates() {
        return gates;
    }

    /** The label {@code instance} of the server. */
    String instance() {
        return admin;
    }

    /** The label {@code instance} of the load test. */
    String generator() {
        return generator;
    }

    Path site() {
        return home.resolve("site");
    }

    void startServer() throws IOException, InterruptedException {
        startServer(20);
    }

    /** A young generation of a few MiB, so that it is collected while the test looks. */
    void startServer(int gates) throws IOException, InterruptedException {
        for (Path jar : List.of(SERVER, LOADTEST)) {
            if (!Files.exists(jar)) {
                throw new IOException("no " + jar + ": package the project first");
            }
        }
        await(launch(
                "site",
                JAVA,
                "-Xmx256m",
                "-jar",
                SERVER.toString(),
                "site",
                "demo",
                "--out",
                site().toString(),
                "--seed",
                "1",
                "--residents",
                "2000",
                "--gates",
                Integer.toString(gates)));
        Path config = home.resolve("gatehouse.conf");
        Files.writeString(config, """
                gatehouse {
                  listen { host = "127.0.0.1", port = 0 }
                  admin { host = "127.0.0.1", port = 0 }
                  data-dir = "%s"
                  site-dir = "%s"
                  journal.segment-size = 160 MiB
                }
                """.formatted(home.resolve("data"), site()));
        Process server = launchSpeaking(
                "server",
                JAVA,
                "-Xmx256m",
                "-Xmn6m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                SERVER.toString(),
                "server",
                "--config",
                config.toString());
        serverProcess = server;
        String ready = firstLine(server);
        if (ready == null || !ready.startsWith("gatehouse ready ")) {
            throw new IOException(ready + "\n" + log("server"));
        }
        this.gates = ready.replaceAll(".* gates=([^ ]*).*", "$1");
        admin = ready.replaceAll(".* admin=([^ ]*).*", "$1");
    }

    private static String freeAddress() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return "127.0.0.1:" + free.getLocalPort();
        }
    }

    /** Once more after {@link #stopPrometheus()} it is the same one, at the same address. */
    void startPrometheus() throws IOException {
        startPrometheus(
                text -> text.replaceAll("(scrape|evaluation)_interval: 5s", "$1_interval: 1s"),
                rule -> rule.replace("interval: 30s", "interval: 1s"));
    }

    /** With what is shipped, but for the server's address and what these change. */
    void startPrometheus(UnaryOperator<String> config, UnaryOperator<String> rule) throws IOException {
        if (prometheus == null) {
            prometheus = freeAddress();
            generator = freeAddress();
        }
        Path rules = Files.createDirectories(home.resolve("rules"));
        for (Path file : Folder.ruleFiles()) {
            Files.writeString(rules.resolve(file.getFileName()), rule.apply(Folder.text(file)));
        }
        Path folder = Files.createDirectories(home.resolve("prometheus"));
        String shipped = Folder.text(Folder.HERE.resolve("prometheus/prometheus.yml"))
                .replace("127.0.0.1:7172", admin)
                .replace("127.0.0.1:7180", generator);
        Files.writeString(folder.resolve("prometheus.yml"), config.apply(shipped));
        prometheusProcess = launch(
                "prometheus",
                "prometheus",
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + home.resolve("tsdb"),
                "--storage.tsdb.retention.time=35d",
                "--web.listen-address=" + prometheus);
    }

    void stopPrometheus() throws InterruptedException {
        prometheusProcess.destroy();
        prometheusProcess.waitFor();
    }

    void stopServer() throws InterruptedException {
        serverProcess.destroyForcibly();
        serverProcess.waitFor();
    }

    /** Adds rules to the shipped ones, for a Prometheus that is not started yet. */
    void addRules(String yaml) throws IOException {
        Files.writeString(Files.createDirectories(home.resolve("rules")).resolve("added.yml"), yaml);
    }

    String prometheus() {
        return "http://" + prometheus;
    }

    /** The viewer of the jar that is shipped; where the browser finds it. */
    String startViewer(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                JAVA,
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Folder.HERE.resolve("target/classes").toString(),
                "io.gatehouse.viewer.Main",
                "--port",
                "0",
                "--prometheus",
                prometheus()));
        command.addAll(List.of(options));
        String ready = firstLine(launchSpeaking("viewer" + processes.size(), command.toArray(String[]::new)));
        if (ready == null || !ready.startsWith("viewer ready ")) {
            throw new IOException("the viewer did not start: " + ready);
        }
        return ready.substring("viewer ready ".length());
    }

    void startGates() throws IOException {
        launch(
                "loadtest",
                JAVA,
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                LOADTEST.toString(),
                "demo",
                "--target",
                gates,
                "--site",
                site().toString(),
                "--peak",
                "200/s",
                "--cycle",
                "20s",
                "--server-pid",
                Long.toString(serverProcess.pid()),
                "--prometheus-addr",
                generator);
    }

    /** Thirty days of what the recording rules would have left: 10 scans a second, 4 of 10,000 late, none failed. */
    void writeHistory() throws IOException, InterruptedException {
        long end = System.currentTimeMillis() / 1000 - 3 * 3600;
        StringBuilder text = new StringBuilder();
        String[] names = {"decisions", "decisions_slow", "scans", "scan_errors"};
        String[] values = {"10", "0.004", "10", "0"};
        for (int i = 0; i < names.length; i++) {
            String name = "gatehouse:" + names[i] + ":rate5m";
            text.append("# TYPE ").append(name).append(" gauge\n");
            for (long at = end - 30L * 24 * 3600; at < end; at += 600) {
                text.append(name).append("{job=\"gatehouse\",instance=\"" + HISTORY + "\"} ");
                text.append(values[i]).append(' ').append(at).append('\n');
            }
        }
        Path file = home.resolve("history.txt");
        Files.writeString(file, text.append("# EOF\n"));
        Tool.Result made = Tool.promtool(
                home,
                null,
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                "--max-block-duration=744h",
                file.toString(),
                home.resolve("tsdb").toString());
        if (made.code() != 0) {
            throw new IOException(made.output());
        }
    }

    String metrics() throws IOException, InterruptedException {
        return get("http://" + admin + "/metrics");
    }

    /** An answer of Prometheus' API. */
    JsonNode api(String path) throws IOException, InterruptedException {
        return Folder.json(get("http://" + prometheus + "/api/v1/" + path));
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private String get(String uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .timeout(Duration.ofSeconds(HANG_SECONDS))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == NOT_READY) {
            throw new IOException(uri + ": " + answer.body());
        }
        return answer.body();
    }

    private Process launch(String name, String... command) throws IOException {
        return launch(name, new ProcessBuilder(command));
    }

    /** Starts a process that ends with {@link #stop}. */
    Process launch(String name, ProcessBuilder builder) throws IOException {
        return started(name, builder.redirectOutput(home.resolve(name + ".out").toFile()));
    }

    /** What it says is read here. */
    private Process launchSpeaking(String name, String... command) throws IOException {
        return started(name, new ProcessBuilder(command));
    }

    private Process started(String name, ProcessBuilder builder) throws IOException {
        Process process =
                builder.redirectError(home.resolve(name + ".log").toFile()).start();
        processes.add(process);
        return process;
    }

    private void await(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(HANG_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("the site could not be made: " + log("site"));
        }
    }

    private static String firstLine(Process process) throws IOException {
        CompletableFuture<Void> hangs = new CompletableFuture<>();
        hangs.completeOnTimeout(null, HANG_SECONDS, TimeUnit.SECONDS).thenRun(process::destroyForcibly);
        BufferedReader lines = process.inputReader();
        try {
            return lines.readLine();
        } finally {
            hangs.cancel(false);
        }
    }

    String log(String name) {
        return Folder.text(home.resolve(name + ".log"));
    }

    /** Ends all processes, and each is gone when this returns. */
    void stop() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly();
        }
        for (Process process : processes) {
            process.waitFor();
        }
    }
}
