package io.gatehouse.loadtest.plan;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The scenarios that come with the load test, and those that somebody wrote. */
public final class Scenarios {
    /** Those that come with it, in the order in which one would try them. */
    public static final List<String> NAMES = List.of(
            "morning-peak",
            "evening-peak",
            "power-cut",
            "backlog-drain",
            "connect-storm",
            "soak",
            "idle-gates",
            "hostile",
            "replay");

    private static final String SUFFIX = ".conf";

    private Scenarios() {}

    /**
     * Reads one.
     *
     * @param nameOrFile one of {@link #NAMES}, or a file of the same form
     * @throws PlanException where there is none of that name, or what stands there is none
     */
    public static Scenario load(String nameOrFile) throws PlanException {
        if (NAMES.contains(nameOrFile)) {
            return builtIn(nameOrFile);
        }
        Path file = Path.of(nameOrFile);
        if (!Files.isRegularFile(file)) {
            throw new PlanException("no scenario and no file '%s'; there are %s, and files of the same form"
                    .formatted(nameOrFile, String.join(", ", NAMES)));
        }
        String name = file.getFileName().toString();
        try {
            return read(
                    name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name,
                    Files.readString(file));
        } catch (IOException e) {
            throw new PlanException(file + ": not readable: " + e.getMessage(), e);
        } catch (PlanException e) {
            throw new PlanException(file + ": " + e.getMessage(), e);
        }
    }

    private static Scenario builtIn(String name) throws PlanException {
        String resource = "/scenarios/" + name + SUFFIX;
        try (InputStream in = Scenarios.class.getResourceAsStream(resource)) {
            return read(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new PlanException(resource + ": " + e.getMessage(), e);
        }
    }

    /** One from its text. */
    static Scenario read(String name, String text) throws PlanException {
        try {
            return new ScenarioReader(ConfigFactory.parseString(text).resolve()).read(name);
        } catch (ConfigException | IllegalArgumentException e) {
            throw new PlanException(e.getMessage().replaceFirst("^String: ", "line "), e);
        }
    }
}
