package io.gatehouse.server.roster.site;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** {@code policy.conf}: what holds for all estates, and for single ones instead. */
final class PolicyConf {
    static final String FILE = "policy.conf";
    private static final String DEFAULTS = "defaults";
    private static final String ESTATES = "estates";

    private final IntPredicate estates;
    private final PolicyCheck check;
    private final Problems problems;
    private final TreeMap<Integer, Map<String, String>> policies = new TreeMap<>();

    private PolicyConf(IntPredicate estates, PolicyCheck check, Problems problems) {
        this.estates = estates;
        this.check = check;
        this.problems = problems;
    }

    /** By estate, 0 for the defaults. A file that is not there is an empty one. */
    static TreeMap<Integer, Map<String, String>> read(
            Path folder, IntPredicate estates, PolicyCheck check, Problems problems) throws IOException {
        PolicyConf policy = new PolicyConf(estates, check, problems);
        Path path = folder.resolve(FILE);
        if (Files.exists(path)) {
            String text = PolicyText.read(path, problems);
            if (text != null) {
                policy.parse(text);
            }
        }
        return policy.policies;
    }

    private void parse(String text) {
        try {
            // Other files, addresses and the environment have no say: the folder is all of the site.
            ConfigParseOptions options =
                    ConfigParseOptions.defaults().setOriginDescription(FILE).setIncluder(new NoIncludes());
            Config config = ConfigFactory.parseString(text, options);
            if (config.isResolved()) {
                take(config.root());
            } else {
                PolicyText.refuseReferences(text, problems);
            }
        } catch (ConfigException e) {
            problems.add(FILE, line(e.origin()), "", withoutOrigin(e.getMessage()));
        }
    }

    private void take(ConfigObject root) {
        root.forEach((key, value) -> {
            if (!key.equals(DEFAULTS) && !key.equals(ESTATES)) {
                problems.add(FILE, line(value), "", "unknown key " + Shown.of(key) + ", known: defaults, estates");
            }
        });
        Map<String, String> defaults = block(DEFAULTS, root.get(DEFAULTS));
        policies.put(0, defaults);
        ConfigValue each = root.get(ESTATES);
        if (each == null) {
            return;
        }
        if (!(each instanceof ConfigObject object)) {
            problems.add(FILE, line(each), ESTATES, "is not a block { }");
            return;
        }
        new TreeMap<>(object).forEach((key, value) -> estate(key, value, defaults));
    }

    private void estate(String key, ConfigValue value, Map<String, String> defaults) {
        String where = ESTATES + "." + key;
        if (!key.matches("[1-9][0-9]{0,6}") || !estates.test(Integer.parseInt(key))) {
            problems.add(FILE, line(value), ESTATES, Shown.of(key) + " does not stand in " + EstatesCsv.FILE);
            return;
        }
        long before = problems.total();
        Map<String, String> own = block(where, value);
        if (problems.total() == before) {
            Map<String, String> whole = new TreeMap<>(defaults);
            whole.putAll(own);
            checked(where, value, whole);
        }
        policies.put(Integer.parseInt(key), own);
    }

    private Map<String, String> block(String name, ConfigValue value) {
        Map<String, String> flat = new TreeMap<>();
        if (value == null) {
            return flat;
        }
        if (!(value instanceof ConfigObject object)) {
            problems.add(FILE, line(value), name, "is not a block { }");
            return flat;
        }
        long before = problems.total();
        Map<String, ConfigValue> origins = new HashMap<>();
        object.toConfig().entrySet().forEach(e -> {
            String key = String.join(".", ConfigUtil.splitPath(e.getKey()));
            if (e.getValue().valueType() == ConfigValueType.LIST) {
                problems.add(FILE, line(e.getValue()), name + "." + key, "is a list, one value is wanted");
            }
            flat.put(key, String.valueOf(e.getValue().unwrapped()));
            origins.put(key, e.getValue());
        });
        if (problems.total() == before) {
            checkBlock(name, value, flat, origins);
        }
        return flat;
    }

    /** Where the whole is refused each key is tried alone, so that every wrong one is named with its line. */
    private void checkBlock(
            String name, ConfigValue block, Map<String, String> flat, Map<String, ConfigValue> origins) {
        String why = refusal(flat);
        if (why == null) {
            return;
        }
        long before = problems.total();
        flat.forEach((key, text) -> checked(name, origins.get(key), Map.of(key, text)));
        if (problems.total() == before) {
            problems.add(FILE, line(block), name, why);
        }
    }

    private void checked(String name, ConfigValue origin, Map<String, String> policy) {
        String why = refusal(policy);
        if (why != null) {
            problems.add(FILE, line(origin), name, why);
        }
    }

    /** Null where it is good. */
    private String refusal(Map<String, String> policy) {
        try {
            check.check(policy);
            return null;
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static long line(ConfigValue value) {
        return line(value.origin());
    }

    private static long line(ConfigOrigin origin) {
        return origin == null ? 0 : Math.max(0, origin.lineNumber());
    }

    /** The library's messages begin with file and line, and so do ours. */
    private static String withoutOrigin(String message) {
        return message.replaceFirst("^" + FILE + ": (\\d+: )?", "");
    }
}
