package io.gatehouse.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each rule of the protocol names a test that is there, or says of which feature it is. */
final class ConformanceTest {
    private static final Path ROOT =
            Path.of(System.getProperty("basedir", "."), "..").normalize();
    private static final Set<String> BOUND = Set.of("server", "gate", "both");
    private static final Set<String> FEATURES = Set.of("TLS", "salvage", "grants", "orders");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern FEATURE = Pattern.compile("with (\\w+)");
    private static final Pattern METHOD = Pattern.compile("^ {4}void (\\w+)\\(");

    @Test
    void everyRuleNamesTestsThatAreThere() throws IOException {
        List<String> page = Files.readAllLines(ROOT.resolve("docs/CONFORMANCE.md"));
        Map<String, Set<String>> tests = tests();
        assertEquals(List.of(), faults(page, tests));
        long rules = page.stream().filter(ConformanceTest::isRule).count();
        assertTrue(rules > 100, "only " + rules + " rules were found");
        System.out.println(rules + " rules, held against " + tests.size() + " classes of tests");
    }

    @Test
    void theCheckCanFail() {
        Map<String, Set<String>> tests = Map.of("OneTest", Set.of("works"));
        assertEquals(List.of(), faults(List.of("| rule | server | `OneTest#works` |"), tests));
        assertEquals(List.of(), faults(List.of("| rule | both | with grants |", "| rule | gate | |"), tests));
        for (String wrong : List.of(
                "| rule | server | `OneTest#worked` |",
                "| rule | server | `OtherTest#works` |",
                "| rule | both | `OneTest#works`, `OneTest#gone` |",
                "| rule | gate | `OneTest#gone` |",
                "| rule | server | |",
                "| rule | server | with wishes |",
                "| rule | nobody | `OneTest#works` |",
                "| rule | server |")) {
            assertEquals(1, faults(List.of(wrong), tests).size(), wrong);
        }
    }

    @Test
    void onlyMethodsThatAreTestsCount() {
        assertEquals(Set.of("one", "two"), methods("""
                class ATest {
                    @Test
                    @Timeout(1)
                    void one() throws Exception {}

                    @ParameterizedTest(name = "{0}")
                    @ValueSource(ints = {0, 1})
                    void two(int which) {}

                    void helper() {}
                }
                """));
    }

    private static boolean isRule(String line) {
        return line.startsWith("| ") && !line.startsWith("| rule | binds |");
    }

    /** What is wrong with the page, a line for each. */
    private static List<String> faults(List<String> page, Map<String, Set<String>> tests) {
        List<String> faults = new ArrayList<>();
        for (String line : page) {
            if (isRule(line)) {
                String fault = fault(line.split("\\|", -1), tests);
                if (fault != null) {
                    faults.add(fault + ": " + line);
                }
            }
        }
        return faults;
    }

    private static String fault(String[] cells, Map<String, Set<String>> tests) {
        if (cells.length != 5) {
            return "not three columns";
        }
        String bound = cells[2].strip();
        if (!BOUND.contains(bound)) {
            return "binds neither side";
        }
        int named = 0;
        for (Matcher test = TEST.matcher(cells[3]); test.find(); named++) {
            if (!tests.getOrDefault(test.group(1), Set.of()).contains(test.group(2))) {
                return "no such test as " + test.group();
            }
        }
        Matcher feature = FEATURE.matcher(cells[3]);
        boolean later = feature.find() && FEATURES.contains(feature.group(1));
        // What a gate has to do is the gate's to show.
        return named == 0 && !later && !bound.equals("gate") ? "nothing shows it" : null;
    }

    /** The tests of all modules: class, then its methods. */
    private static Map<String, Set<String>> tests() throws IOException {
        Map<String, Set<String>> tests = new HashMap<>();
        for (String module :
                List.of("proto", "server", "gate-client/library", "loadtest/generator", "loadtest/checker")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    tests.computeIfAbsent(name, n -> new HashSet<>()).addAll(methods(Files.readString(file)));
                }
            }
        }
        return tests;
    }

    private static Set<String> methods(String source) {
        Set<String> methods = new HashSet<>();
        boolean marked = false;
        for (String line : source.split("\n")) {
            marked |= line.matches(" {4}@(Test|ParameterizedTest)\\b.*");
            Matcher method = METHOD.matcher(line);
            if (marked && method.find()) {
                methods.add(method.group(1));
                marked = false;
            }
        }
        return methods;
    }
}
