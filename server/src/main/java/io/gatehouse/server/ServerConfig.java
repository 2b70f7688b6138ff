package io.gatehouse.server;

import com.typesafe.config.Config;
import io.gatehouse.server.log.Logs;
import io.gatehouse.server.pipeline.Pace;
import io.gatehouse.server.pipeline.SnapshotPlan;
import io.gatehouse.server.session.Caps;
import io.gatehouse.server.session.SessionOptions;
import io.gatehouse.server.transport.TlsOptions;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The server's configuration: whole, within its bounds, and frozen. {@code reference-gatehouse.conf} has every key with
 * its default, unit, bounds and reason.
 */
final class ServerConfig {
    /** The last part of the reserved descriptors, one in so many, is for connections that hear their refusal out. */
    private static final int HEARD_OUT_SHARE = 8;

    private final Config config;

    private ServerConfig(Config config) {
        this.config = config;
    }

    /**
     * Reads a file. A variable like {@code GATEHOUSE_LISTEN__PORT} goes before the file, the file before the profile, the
     * profile before the reference.
     *
     * @param file null for none
     * @param profile as named on the command line, or null
     * @throws BadConfigException with everything that is wrong
     */
    static ServerConfig load(Path file, Map<String, String> environment, String profile) throws BadConfigException {
        ConfigLoader loader = new ConfigLoader();
        Config config = loader.load(file, environment, profile);
        new ConfigCheck(config, loader.errors()).all();
        if (!loader.errors().isEmpty()) {
            throw new BadConfigException(loader.errors());
        }
        return new ServerConfig(config);
    }

    String listenHost() {
        return config.getString("listen.host");
    }

    /** 0 takes a free one. */
    int listenPort() {
        return config.getInt("listen.port");
    }

    /** Connections that the kernel keeps until they are accepted. */
    int listenBacklog() {
        return config.getInt("listen.backlog");
    }

    String adminHost() {
        return config.getString("admin.host");
    }

    /** 0 takes a free one. */
    int adminPort() {
        return config.getInt("admin.port");
    }

    /** At a time. */
    int adminConnections() {
        return config.getInt("admin.connections");
    }

    /** Gates that {@code /metrics/gates} shows at most; 0: there is no such page. */
    int metricsGates() {
        return config.getInt("metrics.gates");
    }

    Logs.Format logFormat() {
        return Logs.Format.valueOf(upper("log.format"));
    }

    String logLevel() {
        return config.getString("log.level");
    }

    /** Null where the key is to end with the process. */
    Path logPassKey() {
        String file = config.getString("log.pass-key");
        return file.isBlank() ? null : Path.of(file);
    }

    Path dataDir() {
        return Path.of(config.getString("data-dir"));
    }

    Path siteDir() {
        return Path.of(config.getString("site-dir"));
    }

    /** IANA name. */
    String timeZone() {
        return config.getString("time-zone");
    }

    /** Event loops: at least 1. */
    int ioThreads() {
        int set = config.getInt("io-threads");
        return set > 0 ? set : Math.min(31, Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** Slots: a power of two. */
    int ringSize() {
        return config.getInt("ring-size");
    }

    SessionOptions session() {
        return new SessionOptions(
                config.getInt("session.window"),
                millis("session.heartbeat"),
                millis("session.decision-deadline"),
                millis("session.hello-deadline"),
                millis("session.frame-deadline"),
                millis("session.slow-reader"),
                millis("session.ack-hold"));
    }

    /** Bytes of output that a gate has not taken, past which it is not read. */
    int writeWatermark() {
        return Math.toIntExact(config.getBytes("session.write-watermark"));
    }

    /** What was accepted may take so long to be on disk when the server stops. */
    int drainMillis() {
        return millis("drain-deadline");
    }

    /** As they are configured: what the process can hold of them {@link Room} says. */
    Caps caps() {
        return new Caps(
                config.getInt("caps.connections"),
                config.getInt("caps.not-logged-in"),
                config.getInt("caps.accepts-per-second"),
                reservedDescriptors() / HEARD_OUT_SHARE,
                new Caps.Source(
                        config.getInt("caps.source-connections"),
                        config.getInt("caps.source-accepts-per-second"),
                        config.getInt("caps.tracked-sources"),
                        config.getBoolean("caps.count-loopback")),
                new Caps.Logins(
                        config.getInt("caps.failed-logins-per-minute"),
                        millis("caps.failed-login-delay"),
                        millis("caps.failed-login-longest-delay")));
    }

    /** Whether somebody chose how many connections there may be: less is then less than was asked for. */
    boolean connectionsChosen() {
        return !ConfigLoader.isDefault(config.getValue("caps.connections"));
    }

    /** Descriptors that connections of gates never get. */
    int reservedDescriptors() {
        return config.getInt("caps.reserved-descriptors");
    }

    /** Null without TLS. */
    TlsOptions tls() {
        if (config.getString("tls.certificate").isBlank()) {
            return null;
        }
        String clientCa = config.getString("tls.client-ca");
        return new TlsOptions(
                Path.of(config.getString("tls.certificate")),
                Path.of(config.getString("tls.key")),
                TlsOptions.ClientAuth.valueOf(upper("tls.client-auth")),
                clientCa.isBlank() ? null : Path.of(clientCa),
                TlsOptions.Provider.valueOf(upper("tls.provider")),
                millis("session.hello-deadline"));
    }

    int segmentBytes() {
        return Math.toIntExact(config.getBytes("journal.segment-size"));
    }

    Pace pace() {
        return Pace.of(Runtime.getRuntime().availableProcessors())
                .withCommit(
                        TimeUnit.MILLISECONDS.toNanos(millis("journal.commit-interval")),
                        Math.toIntExact(config.getBytes("journal.commit-size")));
    }

    /** When snapshots are made and how long the journal is kept. */
    SnapshotPlan snapshots() {
        return new SnapshotPlan(
                config.getBytes("journal.snapshot-size"),
                config.getDuration("journal.snapshot-interval", TimeUnit.NANOSECONDS),
                config.getDuration("journal.retention", TimeUnit.MICROSECONDS),
                Version.get());
    }

    /** Passes that the roster has room for at the start. */
    long rosterEntries() {
        return config.getLong("roster.entries");
    }

    private String upper(String path) {
        return config.getString(path).toUpperCase(Locale.ROOT);
    }

    private int millis(String path) {
        return (int) config.getDuration(path, TimeUnit.MILLISECONDS);
    }
}
