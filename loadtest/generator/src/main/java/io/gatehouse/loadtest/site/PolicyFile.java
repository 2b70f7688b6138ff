package io.gatehouse.loadtest.site;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code policy.conf}. Whether it is a good one is the server's to say: here it only has to be understood whole. */
final class PolicyFile {
    private static final String NAME = "policy.conf";

    private PolicyFile() {}

    /** The policies of estates, 0 for all that have none. */
    static Map<Integer, Policy> read(Path folder) throws SiteException {
        Path file = folder.resolve(NAME);
        Map<Integer, Policy> all = new HashMap<>();
        all.put(0, Policy.DEFAULTS);
        if (!Files.exists(file)) {
            return all;
        }
        try {
            Config config = ConfigFactory.parseFile(file.toFile());
            Map<String, String> defaults = block(config, "defaults");
            all.put(0, Policy.of(defaults));
            if (config.hasPath("estates")) {
                for (String estate : config.getObject("estates").keySet()) {
                    Map<String, String> own = new TreeMap<>(defaults);
                    own.putAll(block(config, ConfigUtil.joinPath("estates", estate)));
                    all.put(Integer.valueOf(estate), Policy.of(own));
                }
            }
            return all;
        } catch (ConfigException | IllegalArgumentException e) {
            throw new SiteException(file + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> block(Config config, String path) {
        Map<String, String> values = new TreeMap<>();
        if (config.hasPath(path)) {
            config.getConfig(path)
                    .entrySet()
                    .forEach(entry -> values.put(
                            String.join(".", ConfigUtil.splitPath(entry.getKey())),
                            String.valueOf(entry.getValue().unwrapped())));
        }
        return values;
    }
}
