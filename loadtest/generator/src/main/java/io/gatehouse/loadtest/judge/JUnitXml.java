package io.gatehouse.loadtest.judge;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run as a test suite: what continuous integration shows. One case for each threshold, one for the accounts. */
public final class JUnitXml {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private JUnitXml() {}

    /**
     * One suite.
     *
     * @param name of the suite, e.g. {@code run}
     * @param properties of it, e.g. the machine
     * @param accounts what was sent and came back, judged
     * @param seconds how long it all took
     * @param at when it began
     */
    public static String of(
            String name,
            Map<String, String> properties,
            Verdicts verdicts,
            Verdict accounts,
            double seconds,
            Instant at) {
        List<Verdict> all = new ArrayList<>(verdicts.thresholds());
        all.add(accounts);
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
        xml.append(String.format(
                Locale.ROOT,
                "  <testsuite id=\"0\" name=\"%s\" package=\"gatehouse.loadtest\" timestamp=\"%s\" hostname=\"localhost\" tests=\"%d\""
                        + " failures=\"%d\" errors=\"0\" time=\"%.3f\">\n",
                escape(name),
                TIME.format(at),
                all.size(),
                all.stream().filter(verdict -> !verdict.passed()).count(),
                seconds));
        xml.append("    <properties>\n");
        properties.forEach((key, value) ->
                xml.append("      <property name=\"%s\" value=\"%s\"/>\n".formatted(escape(key), escape(value))));
        xml.append("    </properties>\n");
        for (Verdict verdict : all) {
            boolean last = verdict == accounts;
            testCase(xml, "gatehouse.loadtest." + name + (last ? ".accounts" : ".threshold"), verdict);
        }
        return xml.append("    <system-out/>\n    <system-err/>\n  </testsuite>\n</testsuites>\n")
                .toString();
    }

    private static void testCase(StringBuilder xml, String of, Verdict verdict) {
        xml.append("    <testcase classname=\"%s\" name=\"%s\" time=\"0\""
                .formatted(escape(of), escape(verdict.threshold())));
        if (verdict.passed()) {
            xml.append("/>\n");
            return;
        }
        String type = of.substring(of.lastIndexOf('.') + 1);
        xml.append(">\n      <failure type=\"%s\" message=\"%s\">%s</failure>\n    </testcase>\n"
                .formatted(
                        type,
                        escape(verdict.threshold() + ": " + verdict.measured()),
                        escape("measured " + verdict.measured())));
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(valid(c) ? c : ' ');
            }
        });
        return out.toString();
    }

    /** Whether XML 1.0 can hold it unescaped on one line. */
    private static boolean valid(int c) {
        return c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
    }
}
