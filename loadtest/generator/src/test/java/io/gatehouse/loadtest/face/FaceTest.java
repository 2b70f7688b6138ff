package io.gatehouse.loadtest.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.Seconds;
import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.run.Interval;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.run.Target;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FaceTest {
    private static final Target TARGET =
            new Target(new InetSocketAddress("127.0.0.1", 7400), Speech.gates(List.of()), 0, 5, null);
    private static final RunSpec OPEN =
            new RunSpec(0, 100, false, true, Duration.ofSeconds(2), Duration.ofSeconds(10), 1);
    private static final RunSpec CLOSED =
            new RunSpec(16, 0, false, true, Duration.ofSeconds(2), Duration.ofSeconds(10), 1);

    private static List<String> drawn(RunSpec spec, int width) {
        Picture picture = new Picture(TARGET, spec);
        List<AttributedString> lines = List.of();
        for (int second = 1; second <= 400; second++) {
            Interval interval = Seconds.upTo(second);
            picture.add(interval);
            lines = picture.draw(interval, width);
        }
        return lines.stream().map(AttributedString::toString).toList();
    }

    @Test
    void thePictureSaysHowItStands() {
        String text = String.join("\n", drawn(OPEN, 120)).replaceAll(" +", " ");
        for (String words : List.of(
                "server 127.0.0.1:7400, 5 connections",
                "asked/s 100 got/s 98 undecided 1 unacknowledged 8 late 1,200 unsent 800",
                "decision 1.000 1.000 1.000 1.000 1.000",
                "allow 38,000 deny 1,200",
                "can send 4 of 5 failures 400",
                "generator 25 % of a core",
                "98 at most",
                "draining")) {
            assertTrue(text.contains(words), words + " is not in\n" + text);
        }
        assertFalse(text.contains("target"), text);
    }

    @Test
    void aClosedLoopHasNoPlan() {
        String text = String.join("\n", drawn(CLOSED, 120));
        assertTrue(text.contains("CLOSED loop"), text);
        assertFalse(text.contains("asked/s") || text.contains("lateness"), text);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 120, 200})
    void noLineIsWiderThanTheTerminal(int width) {
        for (String line : drawn(OPEN, width)) {
            assertTrue(line.length() <= width, line.length() + ": " + line);
        }
    }

    @Test
    void linesHaveAsManyColumnsAsTheirHead() {
        for (RunSpec spec : List.of(OPEN, CLOSED)) {
            PlainFace face = new PlainFace(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
            face.begins(TARGET, spec);
            assertEquals(face.head().length(), face.line(Seconds.upTo(3)).length());
        }
    }

    @Test
    void aLogGetsALineEachSecondAndNoColours() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PlainFace face = new PlainFace(new PrintStream(out, true, StandardCharsets.UTF_8));
        face.begins(TARGET, OPEN);
        for (int second = 1; second <= 21; second++) {
            face.passed(Seconds.upTo(second));
        }
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().collect(Collectors.toList());
        assertEquals(23, lines.size());
        assertEquals(2, lines.stream().filter(line -> line.contains("asked/s")).count());
        assertTrue(lines.stream().noneMatch(line -> line.contains("\u001b")));
    }

    @Test
    void aSparklineKeepsTheLast() {
        Sparkline line = new Sparkline(3);
        assertEquals("", line.draw(10));
        for (double value : new double[] {9, 0, 1, 8}) {
            line.add(value);
        }
        assertEquals(" ▁█", line.draw(10));
        assertEquals("▁█", line.draw(2));
        assertEquals(8, line.highest());
    }
}
