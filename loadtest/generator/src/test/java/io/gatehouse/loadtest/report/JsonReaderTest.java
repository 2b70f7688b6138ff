package io.gatehouse.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @Test
    void readsWhatIsWritten() {
        for (int seed = 0; seed < 300; seed++) {
            Object value = value(new SplittableRandom(seed), 0);
            assertEquals(value, JsonReader.read(Json.of(value)), "seed " + seed);
            assertEquals(value, JsonReader.read(Json.of(new Json.Line(value))), "seed " + seed);
        }
    }

    private static Object value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 4 ? 4 : 6)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt(-1_000_000, 1_000_000) / 64.0;
            case 3 -> text(random);
            case 4 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth + 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(text(random) + i, value(random, depth + 1));
                }
                yield map;
            }
        };
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append("\"\\/\n\t\0a龙\u2028<".charAt(random.nextInt(10)));
        }
        return text.toString();
    }

    @Test
    void numberThatIsNoneBecomesNull() {
        assertEquals("[null, null, null]\n", Json.of(new Json.Line(List.of(Double.NaN, 1 / 0.0, -1 / 0.0))));
        assertEquals(List.of("\b\f\r\u00e9", 1.5e3), JsonReader.read(" [\"\\b\\f\\r\\u00e9\", 1.5E+3 ]\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "{", "[1", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "\"a", "\"\n\"", "\"\\x\"", "\"\\u12\"",
                        "01",
                "1.", ".5", "+1", "-", "1e", "tru", "nul", "NaN", "1 2", "[1]]", "{\"a\":1,\"a\":2}", "'a'", "//x\n1"
            })
    void refusesWhatIsNoJson(String text) {
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read(text), text);
    }

    @Test
    void saysWhere() {
        String said = assertThrows(IllegalArgumentException.class, () -> JsonReader.read("{\n\"a\": x}"))
                .getMessage();
        assertTrue(said.contains("line 2"), said);
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read("[".repeat(100_000)));
    }
}
