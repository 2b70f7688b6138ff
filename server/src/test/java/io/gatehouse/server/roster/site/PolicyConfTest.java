package io.gatehouse.server.roster.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyConfTest {
    @TempDir
    Path dir;

    @Test
    void flattensKeysAndKeepsAnEstatesOwnApart() throws Exception {
        Folder folder = new Folder(dir)
                .file(
                        "policy.conf",
                        "defaults {",
                        "  fever-decicelsius = 373",
                        "  curfew { COURIER = \"06:00-23:00\" }",
                        "  already-inside = off",
                        "  both-lists-required = true",
                        "}",
                        "estates { \"171\" { curfew.RESIDENT = \"05:00-22:00\" }, 101 { } }");
        assertEquals(
                Map.of(
                        0,
                        Map.of(
                                "fever-decicelsius", "373",
                                "curfew.COURIER", "06:00-23:00",
                                "already-inside", "off",
                                "both-lists-required", "true"),
                        171,
                        Map.of("curfew.RESIDENT", "05:00-22:00"),
                        101,
                        Map.of()),
                folder.read().policies());
    }

    private List<String> problems(String... lines) {
        return new Folder(dir).file("policy.conf", lines).problems();
    }

    @Test
    void namesEveryWrongKeyWithItsLine() {
        assertEquals(
                List.of(
                        "policy.conf:3: defaults: nonsense: unknown key",
                        "policy.conf:2: defaults: outings: many is not a number",
                        "policy.conf:5: estates.171: outing-days: x is not a number"),
                problems(
                        "defaults {",
                        "  outings = many",
                        "  nonsense = 1",
                        "}",
                        "estates { 171 { outing-days = x } }"));
    }

    @Test
    void checksAnEstateTogetherWithTheDefaults() {
        assertEquals(
                List.of("policy.conf:2: estates.171: outings and fever-decicelsius do not go together"),
                problems("defaults { outings = 1 }", "estates { 171 { fever-decicelsius = 380 } }"));
        assertEquals(
                List.of("policy.conf:1: defaults: outings and fever-decicelsius do not go together"),
                problems("defaults { outings = 1, fever-decicelsius = 380 }"));
    }

    @Test
    void refusesWhatIsNoPolicy() {
        assertEquals(
                List.of("policy.conf:1: unknown key \"default\", known: defaults, estates"), problems("default { }"));
        assertEquals(List.of("policy.conf:1: defaults: is not a block { }"), problems("defaults = 3"));
        assertEquals(List.of("policy.conf:1: estates: is not a block { }"), problems("estates = [1]"));
        assertEquals(
                List.of("policy.conf:1: estates: \"172\" does not stand in estates.csv"),
                problems("estates { 172 { } }"));
        assertEquals(
                List.of("policy.conf:1: estates: \"x\" does not stand in estates.csv"), problems("estates { x { } }"));
        assertEquals(
                List.of("policy.conf:2: defaults.outings: is a list, one value is wanted"),
                problems("defaults {", "outings = [1]", "}"));
    }

    @Test
    void namesTheLineOfBrokenHocon() {
        List<String> problems = problems("defaults {", "  outings = }", "");
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("policy.conf:"), problems.get(0));
        assertTrue(!problems.get(0).contains("policy.conf: 2"), problems.get(0));
    }

    @Test
    void takesNothingFromElsewhere() {
        for (String include : List.of(
                "include \"x\"",
                "include file(\"/etc/hostname\")",
                "include url(\"file:/etc/hostname\")",
                "include classpath(\"demo/policy.conf\")")) {
            List<String> problems = problems(include);
            assertEquals(1, problems.size(), include);
            assertTrue(problems.get(0).endsWith("include is not possible here"), problems.get(0));
        }
        List<String> problems = problems("defaults { outings = ${HOME} }");
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).contains("HOME"), problems.get(0));
    }

    @Test
    void refusesWhatGrowsWithoutBound() {
        String refused = ": a reference to another value is not possible here: ";
        assertEquals(
                List.of("policy.conf:2" + refused + "\"${x} }\""), problems("x = 1", "defaults { outings = ${x} }"));
        assertEquals(List.of("policy.conf:1" + refused + "\"+= 1 }\""), problems("defaults { outings += 1 }"));
        assertEquals(
                List.of("policy.conf:2: has more than 32 blocks or parts of a key within each other"),
                problems("a {".repeat(20), "a {".repeat(20)));
    }
}
