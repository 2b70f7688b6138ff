package io.gatehouse.server;

import com.typesafe.config.Config;
import io.gatehouse.server.pipeline.SnapshotPlan;
import io.gatehouse.server.session.SessionOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The server's configuration: whole, within its bounds, and frozen. {@code reference-gatehouse.conf} has every key with
 * its default, unit, bounds and reason.
 */
final class ServerConfig {
    private final Config config;

    private ServerConfig(Config config) {
        this.config = config;
    }

    /**
     * Reads a file. A variable like {@code GATEHOUSE_LISTEN__PORT} goes before the file, the file before the reference.
     *
     * @throws BadConfigException with everything that is wrong
     */
    static ServerConfig load(Path file, Map<String, String> environment) throws BadConfigException {
        ConfigLoader loader = new ConfigLoader();
        Config config = loader.load(file, environment);
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

    String adminHost() {
        return config.getString("admin.host");
    }

    /** 0 takes a free one. */
    int adminPort() {
        return config.getInt("admin.port");
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

    int segmentBytes() {
        return Math.toIntExact(config.getBytes("journal.segment-size"));
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

    private int millis(String path) {
        return (int) config.getDuration(path, TimeUnit.MILLISECONDS);
    }
}
