package io.gatehouse.server.roster.site;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.ZoneId;
import java.util.List;

/** The subdistrict that a demo site is made of: {@code demo/longcheng.conf} in the resources. */
final class DemoData {
    private static final String RESOURCE = "demo/longcheng.conf";

    record Community(String name, int gardenEstates, int urbanVillages) {}

    private final Config config;

    DemoData() {
        config = ConfigFactory.parseResources(DemoData.class.getClassLoader(), RESOURCE);
        if (config.isEmpty()) {
            throw new IllegalStateException(RESOURCE + " is not in the jar");
        }
    }

    List<Community> communities() {
        return config.getConfigList("communities").stream()
                .map(c -> new Community(c.getString("name"), c.getInt("garden-estates"), c.getInt("urban-villages")))
                .toList();
    }

    ZoneId zone() {
        return ZoneId.of(text("time-zone"));
    }

    String text(String key) {
        return config.getString(key);
    }

    List<String> words(String key) {
        return config.getStringList(key);
    }

    int number(String key) {
        return config.getInt(key);
    }

    List<Integer> numbers(String key) {
        return config.getIntList(key);
    }

    /** A share that is given for each thousand. */
    double share(String key) {
        return config.getDouble(key) / 1_000;
    }
}
