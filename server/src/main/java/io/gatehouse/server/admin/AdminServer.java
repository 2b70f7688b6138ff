package io.gatehouse.server.admin;

import io.gatehouse.server.metrics.Health;
import io.gatehouse.server.metrics.ScrapePage;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * {@code /metrics} and what lies below it, {@code /livez} and {@code /readyz} over HTTP/1.1. It reads only, on threads named {@code gh-admin-N}
 * which no gate ever waits for.
 */
public final class AdminServer implements AutoCloseable {
    /** One scrape, one probe, a person; Jetty itself takes three. */
    private static final int MAX_THREADS = 8;

    private static final int MIN_THREADS = 2;
    /** Far more than a scraper sends. */
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    /** For a request to come whole, and between two of a connection. */
    private static final int IDLE_MILLIS = 10_000;
    /** Connections that wait to be accepted. */
    private static final int BACKLOG = 64;

    private final String host;
    private final int port;
    private final Map<String, ScrapePage> scraped;
    private final Health health;
    private final int connections;
    private Javalin javalin;
    private ServerConnector connector;

    /**
     * @param host a loopback address or a name of one
     * @param port 0 takes a free one
     * @param connections at a time; one more waits in the kernel
     * @param scraped what Prometheus reads, by path
     * @throws IllegalArgumentException where the address is not loopback: there is neither TLS nor login here
     */
    public AdminServer(String host, int port, int connections, Map<String, ScrapePage> scraped, Health health) {
        refuseOutside(host);
        this.connections = connections;
        this.host = host;
        this.port = port;
        this.scraped = Map.copyOf(scraped);
        this.health = health;
    }

    private static void refuseOutside(String host) {
        try {
            if (!host.isBlank() && InetAddress.getByName(host).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("admin address " + host + " does not resolve", e);
        }
        throw new IllegalArgumentException(
                "admin address " + host + " is not a loopback address: the admin port has neither TLS nor login");
    }

    /**
     * Begins to listen.
     *
     * @return the port
     * @throws BindException where the port is taken
     */
    public int start() throws IOException {
        javalin = Javalin.create(this::configure);
        try {
            javalin.start();
        } catch (RuntimeException e) {
            close();
            throw bindFailure(e);
        }
        return connector.getLocalPort();
    }

    private IOException bindFailure(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                BindException taken = new BindException("admin " + host + ":" + port + ": " + cause.getMessage());
                taken.initCause(e);
                return taken;
            }
        }
        return new IOException("admin " + host + ":" + port + ": " + e.getMessage(), e);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.http.defaultContentType = "text/plain; charset=utf-8";
        config.jetty.threadPool = threads();
        config.jetty.modifyServer(server -> server.setErrorHandler(new PlainErrors()));
        config.jetty.addConnector((server, http) -> connector(server));
        new Gatekeeper(host).guard(config.routes);
        new Pages(scraped, health).route(config.routes);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("gh-admin");
        threads.setReservedThreads(0);
        // The process ends when the gates' side does.
        threads.setDaemon(true);
        return threads;
    }

    /** HTTP/1.1 and nothing else: no upgrade to HTTP/2, no banner. */
    private ServerConnector connector(Server server) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setResponseHeaderSize(MAX_HEADER_BYTES);
        http.setIdleTimeout(IDLE_MILLIS);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(BACKLOG);
        connector.addBean(new NetworkConnectionLimit(connections, connector));
        return connector;
    }

    /** Stops; requests under way are cut off. */
    @Override
    public void close() {
        if (javalin != null) {
            javalin.stop();
            javalin = null;
        }
    }
}
