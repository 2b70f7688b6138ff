package io.gatehouse.loadtest.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenariosTest {
    @TempDir
    Path folder;

    @Test
    void allOfThemCanBeRead() throws Exception {
        for (String name : Scenarios.NAMES) {
            Scenario scenario = Scenarios.load(name);
            assertEquals(name, scenario.name());
            assertTrue(
                    scenario.description().length() > 20
                            && scenario.description().endsWith("."),
                    name);
        }
        Behaviour.PowerCut cut = Scenarios.load("power-cut").behaviour().powerCut();
        assertEquals(Duration.ofSeconds(20), cut.at());
        assertEquals(Duration.ofSeconds(10), cut.lasts());
        assertEquals(500, Scenarios.load("backlog-drain").behaviour().backlog().perGate());
        assertEquals(
                Double.POSITIVE_INFINITY,
                Scenarios.load("connect-storm").behaviour().connrate());
        assertTrue(Scenarios.load("idle-gates").behaviour().idle());
        assertTrue(Scenarios.load("replay").behaviour().replay());
        assertEquals(0.05, Scenarios.load("hostile").behaviour().hostileShare());
        assertTrue(Scenarios.load("morning-peak").mix().exits() > 0.5);
        assertTrue(Scenarios.load("evening-peak").mix().exits() < 0.5);
    }

    @Test
    void oneIsStretchedAndScaled() throws Exception {
        Scenario small = Scenarios.load("morning-peak").scaled(100, Duration.ofSeconds(12));
        assertEquals(100, small.peak(), 1e-9);
        assertEquals(Duration.ofSeconds(12), small.duration());
        assertEquals(6, small.startRate(), 1e-9);
        assertEquals(Duration.ofSeconds(2), small.stages().get(0).time());
        Scenario cut = Scenarios.load("power-cut").scaled(0, Duration.ofSeconds(6));
        assertEquals(Duration.ofSeconds(2), cut.behaviour().powerCut().at());
        assertEquals(Duration.ofSeconds(1), cut.behaviour().powerCut().lasts());
        assertEquals(2000, cut.peak());
    }

    @Test
    void aFileOfOnesOwn() throws Exception {
        Path file = folder.resolve("mine.conf");
        Files.writeString(file, "description = mine, stages = [ { time = 1m, rate = 7 } ], gates = 3");
        Scenario mine = Scenarios.load(file.toString());
        assertEquals("mine", mine.name());
        assertEquals(3, mine.gates());
        assertEquals(7, mine.peak());
        PlanException none = assertThrows(PlanException.class, () -> Scenarios.load("morning-peek"));
        assertTrue(none.getMessage().contains("morning-peak"), none.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "description = x, stages = [{ time = 1s, rate = 1 }], mixx { exits = 1 }; mixx.exits",
                "description = x, stages = [{ time = 1s, rate = 1, ramp = 2 }]; ramp",
                "description = x, stages = []; stages",
                "description = x, stages = [{ time = 0s, rate = 1 }]; no time",
                "description = x, stages = [{ time = 1s, rate = -1 }]; rate",
                "description = x, stages = [{ time = 1s, rate = 1 }], mix { unknown = 1.5 }; share",
                "description = x, stages = [{ time = 1s, rate = 1 }], mix { unknown = 0.6, held = 0.6 }; together",
                "description = x; stages",
                "stages = [{ time = 1s, rate = 1 }]; description",
                "description = x, stages = [{ time = soon, rate = 1 }]; time",
            })
    void whatIsWrongIsSaid(String text, String word) {
        PlanException refused = assertThrows(PlanException.class, () -> Scenarios.read("test", text));
        assertTrue(refused.getMessage().contains(word), refused.getMessage());
    }
}
