package io.gatehouse.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes docs/CONFIG.md of the reference, the profiles and the constants. */
final class ConfigDoc {
    private static final String HEAD = """
            # Configuration

            Made from `reference-gatehouse.conf`, the profiles beside it and the constants in the code; after a change there make
            it again with

                mvn -pl server -am test -Dtest=ConfigDocTest -Dsurefire.failIfNoSpecifiedTests=false -Dgatehouse.docs.write=true

            One file in HOCON, named with `--config`. It holds only what differs from this page:

                gatehouse {
                  listen.port = 7171
                  data-dir = /var/lib/gatehouse
                  site-dir = /etc/gatehouse/site
                }

            - A variable of the environment goes before the file, the file before the profile, the profile before the default.
              In a variable's name two underscores go one level down, one is a dash: `GATEHOUSE_LISTEN__PORT`.
            - Times and sizes are written with their unit: `300ms`, `10s`, `256MiB`.
            - A key that does not stand here is an error, with its file and line and the nearest name that does. Names, ranges and
              relations are checked at the start, all errors at once; the server ends with 78 then.
            - `gatehouse config check --config FILE` checks without starting a server.
              `gatehouse config show --config FILE --origin` prints every value and where it is from, secrets masked.

            """;

    private static final String FIXED = """
            ## What is fixed

            Bounds that are no keys, and why. Most of them are a part of the protocol or of the journal's promise, or follow from
            another bound.

            | what | value | why it is no key | constant |
            |---|---|---|---|
            """;

    private ConfigDoc() {}

    static String make() {
        StringBuilder doc = new StringBuilder(HEAD);
        List<Config> profiles =
                ConfigKey.PROFILES.stream().map(ConfigLoader::profile).toList();
        groups().forEach((group, keys) -> {
            doc.append("## `").append(group).append("`\n\n");
            String about = group.equals(ConfigLoader.ROOT)
                    ? ""
                    : reason(ConfigLoader.reference().getValue(group), false);
            if (!about.isEmpty()) {
                doc.append(about).append("\n\n");
            }
            keys.forEach(key -> key(doc, key, profiles));
        });
        doc.append("## Profiles\n\nChosen by `profile = city` in the file or `--profile city`.\n\n");
        ConfigKey.PROFILES.forEach(name -> profile(doc, name));
        doc.append(FIXED);
        FixedBounds.ALL.forEach(bound -> doc.append(bound.row()));
        return doc.toString();
    }

    /** Keys by the group that they stand in, in the order of the list. */
    private static Map<String, List<ConfigKey>> groups() {
        Map<String, List<ConfigKey>> groups = new LinkedHashMap<>();
        for (ConfigKey key : ConfigKey.ALL) {
            int dot = key.path().lastIndexOf('.');
            String group = dot < 0 ? ConfigLoader.ROOT : key.path().substring(0, dot);
            groups.computeIfAbsent(group, name -> new ArrayList<>()).add(key);
        }
        return groups;
    }

    private static void key(StringBuilder doc, ConfigKey key, List<Config> profiles) {
        Config reference = ConfigLoader.reference();
        boolean set = reference.hasPath(key.path());
        doc.append("### `").append(key.path()).append("`\n\n");
        doc.append(
                set ? "Default: `" + text(reference.getValue(key.path())) + "`. " : "No default: it has to be set. ");
        doc.append("Value: ").append(key.bounds()).append(".  \n");
        doc.append("Variable: `").append(key.variable()).append("`");
        for (int i = 0; i < profiles.size(); i++) {
            if (profiles.get(i).hasPath(key.path())) {
                doc.append("  \nProfile ").append(ConfigKey.PROFILES.get(i)).append(": `");
                doc.append(text(profiles.get(i).getValue(key.path()))).append('`');
            }
        }
        doc.append("\n\n").append(reason(value(reference, key.path()), true)).append("\n\n");
    }

    private static void profile(StringBuilder doc, String name) {
        Config profile = ConfigLoader.profile(name);
        doc.append("### ").append(name).append("\n\n").append(about(name)).append("\n\n");
        doc.append("| key | value | reason |\n|---|---|---|\n");
        for (ConfigKey key : ConfigKey.ALL) {
            if (profile.hasPath(key.path())) {
                ConfigValue value = profile.getValue(key.path());
                doc.append("| `")
                        .append(key.path())
                        .append("` | `")
                        .append(text(value))
                        .append("` | ");
                doc.append(reason(value, false).replace('\n', ' ')).append(" |\n");
            }
        }
        doc.append('\n');
    }

    /** The comment that a profile's file begins with. */
    private static String about(String name) {
        String text = resource("profiles/" + name + ".conf");
        return text.substring(0, text.indexOf("\n\n")).replaceAll("(?m)^# ?", "");
    }

    private static String resource(String name) {
        try (var in = ConfigDoc.class.getClassLoader().getResourceAsStream(name)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Null values are not found by a path. */
    static ConfigValue value(Config config, String path) {
        ConfigValue value = config.root();
        for (String name : path.split("\\.")) {
            value = ((ConfigObject) value).get(name);
        }
        return value;
    }

    /** The comment above a value, without the line that its range stands in. */
    static String reason(ConfigValue value, boolean withRange) {
        List<String> lines =
                value.origin().comments().stream().map(String::strip).toList();
        return String.join("\n", withRange ? lines.subList(0, lines.size() - 1) : lines);
    }

    private static String text(ConfigValue value) {
        return value.unwrapped() instanceof String text ? text : value.render(ConfigRenderOptions.concise());
    }

    /** A configuration as {@code config show} prints it is one. */
    static Config parsed(List<String> lines) {
        return ConfigFactory.parseString(
                String.join("\n", lines), ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF));
    }
}
