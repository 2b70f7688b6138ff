package io.gatehouse.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfigDocTest {
    private static final Path FILE = Path.of(System.getProperty("basedir", "."), "..", "docs", "CONFIG.md")
            .normalize();

    @Test
    void thePageInTheRepositoryIsTheOneThatTheReferenceMakes() throws IOException {
        String made = ConfigDoc.make();
        if (Boolean.getBoolean("gatehouse.docs.write")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, made);
        }
        assertEquals(made, Files.readString(FILE), "run again with -Dgatehouse.docs.write=true and commit");
    }

    /** Keys of the reference and of {@link ConfigKey} are the same, each with a reason and with the range that is checked. */
    @Test
    void theReferenceHasEveryKeyWithItsBoundsAndNoOther() {
        Config reference = ConfigLoader.reference();
        List<String> paths = new ArrayList<>();
        collect("", reference.root(), paths);
        assertEquals(
                ConfigKey.ALL.stream().map(ConfigKey::path).sorted().toList(),
                paths.stream().sorted().toList());
        for (ConfigKey key : ConfigKey.ALL) {
            List<String> comments =
                    ConfigDoc.value(reference, key.path()).origin().comments();
            assertTrue(comments.size() >= 2, key.path() + " has no reason");
            String last = comments.get(comments.size() - 1).strip();
            String none = reference.hasPath(key.path()) ? "" : " No default.";
            assertEquals("Value: " + key.bounds() + "." + none, last, key.path());
        }
    }

    private static void collect(String above, com.typesafe.config.ConfigObject object, List<String> paths) {
        object.forEach((name, value) -> {
            if (value instanceof com.typesafe.config.ConfigObject group) {
                collect(above + name + ".", group, paths);
            } else {
                paths.add(above + name);
            }
        });
    }

    @Test
    void aProfileSetsKnownKeysEachWithItsReasonAndIsAGoodConfiguration() throws BadConfigException {
        Map<String, String> needed = Map.of("GATEHOUSE_DATA_DIR", "d", "GATEHOUSE_SITE_DIR", "s");
        for (String name : ConfigKey.PROFILES) {
            List<String> paths = new ArrayList<>();
            Config profile = ConfigLoader.profile(name);
            collect("", profile.root(), paths);
            assertFalse(paths.isEmpty(), name);
            for (String path : paths) {
                assertTrue(ConfigKey.ALL.stream().anyMatch(key -> key.path().equals(path)), name + ": " + path);
                ConfigValue value = profile.getValue(path);
                assertFalse(value.origin().comments().isEmpty(), name + ": " + path + " has no reason");
                assertFalse(
                        value.equals(ConfigLoader.reference().getValue(path)), name + ": " + path + " is the default");
            }
            ServerConfig.load(null, needed, name);
        }
    }

    /** The constants that the page names are there, and their values are its. */
    @Test
    void fixedBoundsAreReadFromTheCode() {
        for (FixedBounds.Bound bound : FixedBounds.ALL) {
            assertTrue(bound.row().matches("\\| .+ \\| .+ \\| .+ \\| `.+` \\|\n"), bound.row());
        }
    }
}
