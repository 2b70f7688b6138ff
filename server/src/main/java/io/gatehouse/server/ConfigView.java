package io.gatehouse.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;

/** A configuration as text: lines that are a configuration themselves, but for what is masked. */
final class ConfigView {
    private static final String MASK = "\"********\"";
    private static final int ORIGIN_COLUMN = 56;

    private ConfigView() {}

    /**
     * @param config what {@link ConfigLoader#load} gives
     * @param origin whether each line says where its value is from
     * @return one line for each key, in the order of the reference
     */
    static List<String> lines(Config config, boolean origin) {
        return lines(ConfigKey.ALL, config, origin);
    }

    static List<String> lines(List<ConfigKey> keys, Config config, boolean origin) {
        List<String> lines = new ArrayList<>();
        for (ConfigKey key : keys) {
            boolean set = config.hasPath(key.path());
            String line = ConfigLoader.ROOT + "." + key.path() + " = " + (set ? shown(key, config) : "null");
            String from = set ? ConfigLoader.where(config.getValue(key.path())) : "no default: it has to be set";
            lines.add(origin ? pad(line) + "  # " + from : line);
        }
        return lines;
    }

    /** The value as it was written; of a secret that there is one. */
    static String shown(Config config, String path) {
        return ConfigKey.ALL.stream()
                .filter(key -> key.path().equals(path))
                .map(key -> shown(key, config))
                .findFirst()
                .orElseThrow();
    }

    private static String shown(ConfigKey key, Config config) {
        ConfigValue value = config.getValue(key.path());
        return key.secret() ? MASK : value.render(ConfigRenderOptions.concise());
    }

    private static String pad(String line) {
        return line + " ".repeat(Math.max(0, ORIGIN_COLUMN - line.length()));
    }
}
