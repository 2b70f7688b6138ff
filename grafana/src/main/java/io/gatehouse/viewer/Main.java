package io.gatehouse.viewer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/** {@code java -jar viewer.jar --prometheus http://127.0.0.1:9090}: the dashboards in a browser, without Grafana. */
public final class Main {
    private static final int USAGE = 64;
    private static final Pattern SPAN = Pattern.compile("[1-9][0-9]*[smhd]");
    private static final String HELP = """
            The shipped dashboards in a browser, drawn from a Prometheus. Listens on loopback only.

              java -jar viewer.jar --prometheus URL [--port N] [--range SPAN] [--refresh SPAN] [--dashboards FOLDER]

              --prometheus URL     whose data are drawn, like http://127.0.0.1:9090
              --port N             where the browser finds the page (default: 7173; 0: any free one)
              --range SPAN         how far back a page looks at first, like 15m (default: as the dashboard says)
              --refresh SPAN       how often it looks again, like 5s (default: as the dashboard says)
              --dashboards FOLDER  other dashboards than the shipped ones

            Exit codes: 0 ok, 64 usage, 70 could not start.
            """;

    private final Map<String, String> options = new TreeMap<>(
            Map.of("--port", "7173", "--range", "", "--refresh", "", "--prometheus", "", "--dashboards", ""));

    private Main() {}

    /** Serves until the process is ended. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length == 1 && arguments[0].matches("-h|--help")) {
            System.out.print(HELP);
            return;
        }
        try {
            ViewerServer server = new Main().start(arguments);
            System.out.println("viewer ready " + server.address());
        } catch (IllegalArgumentException e) {
            System.err.println("viewer: " + e.getMessage() + "\n\n" + HELP);
            System.exit(USAGE);
        } catch (IOException e) {
            System.err.println("viewer: " + e);
            System.exit(70);
        }
        new CountDownLatch(1).await();
    }

    private ViewerServer start(String[] arguments) throws IOException {
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length || options.replace(arguments[i], arguments[i + 1]) == null) {
                throw new IllegalArgumentException("what is '" + arguments[i] + "'?");
            }
        }
        Path files = Shipped.root();
        Path dashboards = options.get("--dashboards").isEmpty()
                ? files.resolve("dashboards")
                : Path.of(options.get("--dashboards"));
        if (!Files.isDirectory(dashboards)) {
            throw new IllegalArgumentException("no folder " + dashboards);
        }
        String start = "{\"range\":\"" + span("--range") + "\",\"refresh\":\"" + span("--refresh") + "\"}";
        return new ViewerServer(port(), new Pages(files, dashboards, start), new PrometheusProxy(prometheus()));
    }

    private String span(String option) {
        String span = options.get(option);
        if (!span.isEmpty() && !SPAN.matcher(span).matches()) {
            throw new IllegalArgumentException(option + " takes a span like 30s, 15m or 6h, not '" + span + "'");
        }
        return span;
    }

    private int port() {
        try {
            int port = Integer.parseInt(options.get("--port"));
            if (port >= 0 && port <= 0xffff) {
                return port;
            }
        } catch (NumberFormatException noNumber) {
            // Said below.
        }
        throw new IllegalArgumentException("--port takes a number up to 65535, not '" + options.get("--port") + "'");
    }

    private URI prometheus() {
        String given = options.get("--prometheus");
        if (!given.matches("https?://[^/\\s]+(/\\S*)?")) {
            throw new IllegalArgumentException("--prometheus takes an address like http://127.0.0.1:9090");
        }
        return URI.create(given.endsWith("/") ? given : given + "/");
    }
}
