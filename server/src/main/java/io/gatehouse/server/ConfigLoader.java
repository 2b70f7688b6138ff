package io.gatehouse.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Puts the configuration together: environment over file over profile over the reference. Finds keys that nobody knows. */
final class ConfigLoader {
    static final String REFERENCE = "reference-gatehouse.conf";
    static final String ROOT = "gatehouse";
    private static final String DEFAULT = "default";

    private static final String PREFIX = "GATEHOUSE_";
    /** What the launcher reads. */
    private static final Set<String> NOT_OURS = Set.of("GATEHOUSE_PIN", "GATEHOUSE_JAVA_OPTS");

    private static final Set<String> PATHS =
            ConfigKey.ALL.stream().map(ConfigKey::path).collect(Collectors.toUnmodifiableSet());

    private final List<String> errors = new ArrayList<>();
    /** Paths of values that stand where braces should: said once, then as if they were not there. */
    private final List<String> misplaced = new ArrayList<>();

    /** All that the loader and the checks found. */
    List<String> errors() {
        return errors;
    }

    /**
     * @param file null for none
     * @param profile as named on the command line, or null
     * @return what stands below {@code gatehouse}, with every default filled in
     */
    Config load(Path file, Map<String, String> environment, String profile) {
        Config set = environment(environment).withFallback(parse(file));
        findUnknown(set);
        for (String path : misplaced) {
            set = set.withoutPath(path);
        }
        if (profile != null) {
            set = set.withValue(ROOT + ".profile", ConfigValueFactory.fromAnyRef(profile, "--profile"));
        }
        return set.withFallback(profile(set))
                .withFallback(reference().atPath(ROOT))
                .getConfig(ROOT);
    }

    /** Every key with its default. */
    static Config reference() {
        return resource(REFERENCE, DEFAULT).getConfig(ROOT);
    }

    /** The keys that a profile sets. */
    static Config profile(String name) {
        return resource("profiles/" + name + ".conf", "profile " + name).getConfig(ROOT);
    }

    private static Config profile(Config set) {
        String path = ROOT + ".profile";
        String name = set.hasPath(path) ? set.getValue(path).unwrapped().toString() : ConfigKey.NO_PROFILE;
        // Any other name is found by the check of its range.
        return ConfigKey.PROFILES.contains(name) ? profile(name).atPath(ROOT) : ConfigFactory.empty();
    }

    private static Config resource(String name, String origin) {
        var text = ConfigLoader.class.getClassLoader().getResourceAsStream(name);
        if (text == null) {
            throw new IllegalStateException(name + " is not in the jar");
        }
        return ConfigFactory.parseReader(
                new InputStreamReader(text, StandardCharsets.UTF_8),
                ConfigParseOptions.defaults().setOriginDescription(origin));
    }

    private Config parse(Path file) {
        if (file == null) {
            return ConfigFactory.empty();
        }
        if (!Files.isRegularFile(file)) {
            errors.add(file + ": there is no such file");
            return ConfigFactory.empty();
        }
        try {
            return ConfigFactory.parseFile(
                            file.toFile(),
                            ConfigParseOptions.defaults()
                                    .setSyntax(ConfigSyntax.CONF)
                                    .setOriginDescription(file.toString()))
                    .resolve();
        } catch (ConfigException e) {
            // Its message begins with file and line.
            errors.add(e.getMessage());
            return ConfigFactory.empty();
        }
    }

    private Config environment(Map<String, String> environment) {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith(PREFIX) || NOT_OURS.contains(name)) {
                continue;
            }
            String path = path(name);
            if (PATHS.contains(path)) {
                config = config.withValue(
                        ROOT + "." + path,
                        ConfigValueFactory.fromAnyRef(variable.getValue(), "environment variable " + name));
            } else {
                unknown("environment variable " + name, path);
            }
        }
        return config;
    }

    /** {@code GATEHOUSE_JOURNAL__SEGMENT_SIZE} is {@code journal.segment-size}. */
    private static String path(String variable) {
        return variable.substring(PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace("__", ".")
                .replace('_', '-');
    }

    private void findUnknown(Config set) {
        for (Map.Entry<String, ConfigValue> entry : set.root().entrySet()) {
            if (!entry.getKey().equals(ROOT)) {
                errors.add(where(entry.getValue()) + ": " + entry.getKey() + " stands outside of " + ROOT + " { ... }");
            } else if (isObject(entry.getValue())) {
                findUnknown("", (ConfigObject) entry.getValue());
            } else {
                misplaced(ROOT, ROOT, entry.getValue());
            }
        }
    }

    private void findUnknown(String above, ConfigObject object) {
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            String path = above + ConfigUtil.joinPath(entry.getKey());
            if (PATHS.contains(path)) {
                continue;
            }
            boolean group = PATHS.stream().anyMatch(known -> known.startsWith(path + "."));
            if (group && isObject(entry.getValue())) {
                findUnknown(path + ".", (ConfigObject) entry.getValue());
            } else if (group) {
                misplaced(path, ROOT + "." + path, entry.getValue());
            } else {
                unknown(where(entry.getValue()), path);
            }
        }
    }

    private void misplaced(String name, String path, ConfigValue value) {
        errors.add(where(value) + ": " + name + " takes keys in braces");
        misplaced.add(path);
    }

    private void unknown(String where, String path) {
        String nearest = NearestName.of(path, PATHS);
        errors.add(where + ": there is no key " + path + (nearest == null ? "" : ", did you mean " + nearest + "?"));
    }

    private static boolean isObject(ConfigValue value) {
        return value instanceof ConfigObject;
    }

    /** Whether nobody set it. */
    static boolean isDefault(ConfigValue value) {
        return where(value).equals(DEFAULT);
    }

    /** File and line, 'default', a profile and its line, the option or the environment variable. */
    static String where(ConfigValue value) {
        ConfigOrigin origin = value.origin();
        if (origin.description().startsWith(DEFAULT + ":")) {
            return DEFAULT;
        }
        if (origin.lineNumber() < 0) {
            return origin.description();
        }
        String file = origin.description().replaceAll(": \\d+(-\\d+)?$", "");
        return file + ":" + origin.lineNumber();
    }
}
