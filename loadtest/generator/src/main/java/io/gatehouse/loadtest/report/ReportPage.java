package io.gatehouse.loadtest.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A run as one page that needs nothing else: styles, charts and figures are in it, and its own policy forbids it to
 * fetch or run anything beside them. Drawn by the browser from the same {@code result.json} that programs read.
 */
public final class ReportPage {
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final List<String> SCRIPTS =
            List.of("format.js", "charts.js", "series.js", "words.js", "tables.js", "page.js");

    private ReportPage() {}

    /**
     * The page.
     *
     * @param result the text of a {@code result.json}
     * @throws IllegalArgumentException when that is none, in words
     */
    public static String of(String result) {
        Map<?, ?> json = JsonReader.read(result) instanceof Map<?, ?> map ? map : Map.of();
        if (json.containsKey("kind")) {
            throw new IllegalArgumentException(
                    "several runs in one result (%s): each has its report in a folder beside it"
                            .formatted(json.get("kind")));
        }
        if (!json.containsKey("decisionMs")) {
            throw new IllegalArgumentException("no result of a load test: it has no decisionMs");
        }
        StringBuilder script = new StringBuilder("\n").append(Resource.text(CHARTS + "uPlot.iife.min.js"));
        SCRIPTS.forEach(name -> script.append('\n').append(Resource.text(name)));
        return Resource.text("report.html")
                .replace("@POLICY@", "script-src 'sha256-" + sha256(script.toString()) + "'")
                .replace("@STYLE@", Resource.text(CHARTS + "uPlot.min.css") + Resource.text("report.css"))
                .replace("@SCRIPT@", script)
                // Last: nothing in it is taken for one of the marks above. A '<' could end the element that holds it.
                .replace("@RESULT@", result.replace("<", "\\u003c"));
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
