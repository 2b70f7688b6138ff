package io.gatehouse.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;

/** What a line looks like, whatever stands in it. */
final class LayoutTest {
    private static final PassHash PASSES = new PassHash(new byte[PassHash.KEY_BYTES]);
    private static final PassRef PASS = new PassRef(0x0011_2233_4455_6677L, 0x8899_aabb_ccdd_eeffL);
    private static final String HOSTILE = "a\r\nts\":\"x\",\"\\\u001b[2J\u0007\u0085\u202e\u2028\ud800z\t\u0000";

    private final LoggerContext context = new LoggerContext();

    private LoggingEvent event(Level level, String message, Throwable error, Object... arguments) {
        LoggingEvent event = new LoggingEvent(
                "test", context.getLogger("io.gatehouse.server.session.Doorkeeper"), level, message, error, arguments);
        event.setThreadName("gh-io-0");
        event.setInstant(Instant.ofEpochMilli(1_580_000_000_007L));
        return event;
    }

    private LoggingEvent full() {
        LoggingEvent event = event(Level.WARN, "a gate is {}", null, "turned away");
        Marker marker = MarkerFactory.getMarker(LogEvent.GATE_REFUSED.label());
        event.addMarker(marker);
        event.setKeyValuePairs(List.of(
                new KeyValuePair("gate_id", "0101-01"),
                new KeyValuePair("estate_id", 101),
                new KeyValuePair("conn_id", 281474976710657L),
                new KeyValuePair("pass", PASS)));
        return event;
    }

    private static String json(LoggingEvent event) {
        return new JsonLayout(PASSES).doLayout(event);
    }

    private static String human(LoggingEvent event) {
        return new HumanLayout(PASSES).doLayout(event);
    }

    @Test
    void forPrograms() {
        assertEquals(
                "{\"ts\":\"2020-01-26T00:53:20.007Z\",\"level\":\"warn\",\"event\":\"gate_refused\","
                        + "\"msg\":\"a gate is turned away\",\"gate_id\":\"0101-01\",\"estate_id\":101,"
                        + "\"conn_id\":281474976710657,\"pass\":\"" + PASSES.of(PASS)
                        + "\",\"logger\":\"Doorkeeper\",\"thread\":\"gh-io-0\"}\n",
                json(full()));
    }

    @Test
    void forPeople() {
        assertEquals(
                "2020-01-26T00:53:20.007Z WARN  Doorkeeper: a gate is turned away, event=gate_refused, gate_id=0101-01,"
                        + " estate_id=101, conn_id=281474976710657, pass=" + PASSES.of(PASS) + "\n",
                human(full()));
        assertEquals(
                "2020-01-26T00:53:20.007Z ERROR Doorkeeper: two\nlines\n",
                human(event(Level.ERROR, "two\nlines", null)));
    }

    @Test
    void anErrorSaysWhereItIsFrom() {
        Throwable cause = new IllegalStateException("inner " + HOSTILE);
        LoggingEvent event = event(Level.ERROR, "failed", new RuntimeException("outer", cause));
        JsonObject line = JsonParser.parseString(json(event)).getAsJsonObject();
        assertEquals("java.lang.RuntimeException: outer", line.get("err").getAsString());
        String stack = line.get("stack").getAsString();
        assertTrue(stack.contains("\tat " + LayoutTest.class.getName()), stack);
        assertTrue(stack.contains("Caused by: java.lang.IllegalStateException: inner a"), stack);
        assertEquals(1, json(event).lines().count());
        assertTrue(
                human(event).contains("\nCaused by: java.lang.IllegalStateException: inner a\\u000d\n"), human(event));
    }

    @Test
    void whatIsHostileStaysInItsPlace() {
        LoggingEvent event = event(Level.WARN, "from {}", null, HOSTILE);
        event.setKeyValuePairs(List.of(new KeyValuePair("gate_id", HOSTILE)));
        String json = json(event);
        assertEquals(json.length() - 1, json.indexOf('\n'));
        assertEquals(
                List.of(),
                json.chars().filter(c -> c != '\n' && Line.unsafe(c)).boxed().toList());
        JsonObject line = JsonParser.parseString(json).getAsJsonObject();
        assertEquals(HOSTILE, line.get("gate_id").getAsString());
        assertEquals("from " + HOSTILE, line.get("msg").getAsString());
        String human = human(event);
        String field = human.substring(human.indexOf("gate_id="));
        assertEquals(field.length() - 1, field.indexOf('\n'));
        assertFalse(human.chars().anyMatch(c -> c != '\n' && c != '\t' && Line.unsafe(c)), human);
    }

    @Test
    void anyTextComesBackOutOfJson() {
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);
        int tested = 20_000;
        for (int i = 0; i < tested; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                text.append(
                        random.nextInt(3) == 0
                                ? (char) random.nextInt(0x10000)
                                : "\"\\\n\r{},:u0 a".charAt(random.nextInt(12)));
            }
            LoggingEvent event = event(Level.INFO, "x", null);
            event.setKeyValuePairs(List.of(new KeyValuePair("value", text.toString())));
            String json = json(event);
            assertEquals(
                    text.toString(),
                    JsonParser.parseString(json).getAsJsonObject().get("value").getAsString(),
                    () -> "seed " + seed);
            assertEquals(json.length() - 1, json.indexOf('\n'));
        }
        System.out.println(tested + " texts came back");
    }

    @Test
    void aLineHasAnEnd() {
        LoggingEvent event = event(Level.INFO, "x".repeat(100_000), null);
        assertTrue(json(event).length() < Line.LONGEST + 300);
        assertTrue(human(event).length() < Line.LONGEST + 300);
    }

    @Test
    void aPassIsAKeyedHash() {
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            byte[] key = new byte[PassHash.KEY_BYTES];
            key[31] = (byte) i;
            hashes.add(new PassHash(key).of(PASS));
            assertTrue(hashes.get(i).matches("[0-9a-f]{10}"));
            assertEquals(hashes.get(i), new PassHash(key).of(new PassRef(PASS.hi(), PASS.lo())));
        }
        assertFalse(hashes.get(0).equals(hashes.get(1)), "another key, another hash");
        // By: printf '00112233445566778899aabbccddeeff' | xxd -r -p | openssl dgst -sha256 -mac HMAC -macopt
        // hexkey:00..00
        assertEquals("75ce4cbc9e", hashes.get(0));
        assertEquals("a pass", PASS.toString());
    }
}
