package io.gatehouse.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Ranges of single keys, then relations between those that are well by themselves. */
final class ConfigCheck {
    /** The largest record that one slot of the ring can become. */
    static final int LARGEST_RECORD_BYTES = 900;
    /** The last part of a segment, one in so many, is for what is under way when the disk is full. */
    static final int RESERVE = 8;

    private final Config config;
    private final List<String> errors;
    private final Set<String> bad = new HashSet<>();

    ConfigCheck(Config config, List<String> errors) {
        this.config = config;
        this.errors = errors;
    }

    /** All keys, those included that have to be set and are not. */
    void all() {
        ConfigKey.ALL.stream().filter(key -> !config.hasPath(key.path())).forEach(this::missing);
        set();
    }

    private void missing(ConfigKey key) {
        errors.add("gatehouse." + key.path() + " has no default: set it to " + key.bounds());
    }

    /** The keys that have a value. */
    void set() {
        ConfigKey.ALL.forEach(this::range);
        ring();
        listeners();
        tls();
        if (good("session.ack-hold", "session.decision-deadline")
                && millis("session.ack-hold") >= millis("session.decision-deadline")) {
            error("session.ack-hold", "must be shorter than session.decision-deadline");
        }
        if (good("caps.failed-login-delay", "caps.failed-login-longest-delay")
                && millis("caps.failed-login-delay") > millis("caps.failed-login-longest-delay")) {
            error("caps.failed-login-delay", "is longer than caps.failed-login-longest-delay");
        }
        if (good("data-dir", "site-dir") && folder("data-dir").equals(folder("site-dir"))) {
            error("data-dir", "is site-dir too: the journal needs a folder of its own");
        }
    }

    private Path folder(String path) {
        return Path.of(config.getString(path)).toAbsolutePath().normalize();
    }

    // ---- one key ------------------------------------------------------------------------------------

    private void range(ConfigKey key) {
        String path = key.path();
        if (!config.hasPath(path)) {
            bad.add(path);
            return;
        }
        try {
            String wrong = wrong(key);
            if (wrong != null) {
                error(path, wrong);
            }
        } catch (ConfigException e) {
            error(path, "is not " + key.bounds());
        }
    }

    private String wrong(ConfigKey key) {
        String path = key.path();
        return switch (key.kind()) {
            case HOST -> resolve(path) == null ? "does not resolve" : null;
            case FOLDER -> noFolder(config.getString(path));
            case PROFILE -> profile(config.getString(path));
            case SECRET -> config.getString(path).isBlank() ? "is empty" : null;
            case FILE -> {
                config.getString(path);
                yield null;
            }
            case CLIENT_AUTH -> noneOf(path, "none", "optional", "required");
            case TLS_PROVIDER -> noneOf(path, "auto", "openssl", "jdk");
            case LOG_FORMAT -> noneOf(path, "auto", "json", "human");
            case LOG_LEVEL -> noneOf(path, "error", "warn", "info", "debug");
            case FLAG -> {
                config.getBoolean(path);
                yield null;
            }
            case ZONE -> zone(config.getString(path));
            case COUNT -> outside(key, config.getLong(path));
            case DURATION -> noUnit(path) ? "lacks its unit, as in 10s" : outside(key, millis(path));
            case SIZE -> noUnit(path) ? "lacks its unit, as in 256MiB" : outside(key, config.getBytes(path));
        };
    }

    private String noneOf(String path, String... values) {
        String value = config.getString(path);
        return List.of(values).contains(value) ? null : "is none of " + String.join(", ", values);
    }

    private static String outside(ConfigKey key, long value) {
        return value < key.min() || value > key.max() ? "is not within " + key.bounds() : null;
    }

    private static String noFolder(String name) {
        try {
            return name.isBlank() || Path.of(name).toString().isEmpty() ? "is empty" : null;
        } catch (InvalidPathException e) {
            return "is not the name of a folder: " + e.getReason();
        }
    }

    private static String profile(String name) {
        if (name.equals(ConfigKey.NO_PROFILE) || ConfigKey.PROFILES.contains(name)) {
            return null;
        }
        String nearest = NearestName.of(name, ConfigKey.PROFILES);
        return "is no profile: there are " + String.join(", ", ConfigKey.PROFILES)
                + (nearest == null ? "" : ". Did you mean " + nearest + "?");
    }

    private static String zone(String name) {
        try {
            ZoneId.of(name);
            return null;
        } catch (DateTimeException e) {
            return "is not an IANA time zone";
        }
    }

    private boolean noUnit(String path) {
        return config.getValue(path).valueType() == ConfigValueType.NUMBER
                || config.getString(path).matches("\\s*[0-9.]+\\s*");
    }

    // ---- keys together ------------------------------------------------------------------------------

    private void ring() {
        if (!good("ring-size")) {
            return;
        }
        long size = config.getLong("ring-size");
        if (Long.bitCount(size) != 1) {
            error(
                    "ring-size",
                    "is not a power of two: the next ones are " + Long.highestOneBit(size) + " and "
                            + (Long.highestOneBit(size) << 1));
        }
        if (good("journal.segment-size")) {
            long reserve = config.getBytes("journal.segment-size") / RESERVE;
            long needed = size * LARGEST_RECORD_BYTES;
            if (needed > reserve) {
                error(
                        "ring-size",
                        "needs " + needed + " bytes with the largest record in every slot, and an eighth of"
                                + " journal.segment-size is " + reserve);
            }
        }
    }

    private void tls() {
        if (!good("tls.certificate", "tls.key", "tls.client-auth", "tls.client-ca")) {
            return;
        }
        if (set("tls.certificate") != set("tls.key")) {
            String missing = set("tls.key") ? "tls.certificate" : "tls.key";
            error(missing, "is empty, and tls.certificate and tls.key go together");
        }
        if (set("tls.certificate") && good("allow-plaintext") && config.getBoolean("allow-plaintext")) {
            error("allow-plaintext", "stands beside tls.certificate, and with TLS there is no plain way in");
        }
        boolean asked = !config.getString("tls.client-auth").equals("none");
        if (asked && !set("tls.certificate")) {
            error("tls.client-auth", "wants tls.certificate and tls.key");
        }
        if (asked != set("tls.client-ca")) {
            error(
                    "tls.client-ca",
                    asked
                            ? "is empty: whose client certificates are good?"
                            : "is not read while tls.client-auth = none");
        }
    }

    private boolean set(String path) {
        return !config.getString(path).isBlank();
    }

    private void listeners() {
        if (good("listen.host", "allow-plaintext", "tls.certificate")
                && !resolve("listen.host").isLoopbackAddress()
                && !set("tls.certificate")
                && !config.getBoolean("allow-plaintext")) {
            error(
                    "listen.host",
                    "is not a loopback address: tokens would travel in the clear. Set tls.certificate and tls.key, or"
                            + " allow-plaintext = true to accept that");
        }
        if (good("admin.host") && !resolve("admin.host").isLoopbackAddress()) {
            error("admin.host", "is not a loopback address: the admin port has neither TLS nor login");
        }
        if (good("listen.host", "listen.port", "admin.host", "admin.port")
                && config.getInt("listen.port") != 0
                && config.getInt("listen.port") == config.getInt("admin.port")) {
            InetAddress gates = resolve("listen.host");
            if (gates.isAnyLocalAddress() || gates.equals(resolve("admin.host"))) {
                error("admin.port", "is listen.port too");
            }
        }
    }

    private InetAddress resolve(String path) {
        try {
            String host = config.getString(path);
            return host.isBlank() ? null : InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private long millis(String path) {
        return config.getDuration(path, TimeUnit.MILLISECONDS);
    }

    private boolean good(String... paths) {
        return List.of(paths).stream().noneMatch(bad::contains);
    }

    private void error(String path, String what) {
        bad.add(path);
        errors.add(ConfigLoader.where(config.getValue(path)) + ": " + path + " = " + ConfigView.shown(config, path)
                + " " + what);
    }
}
