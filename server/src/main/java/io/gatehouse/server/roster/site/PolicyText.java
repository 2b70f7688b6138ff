package io.gatehouse.server.roster.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of {@code policy.conf}, bounded before a parser that recurses and expands sees it. */
final class PolicyText {
    /** Bytes of the file: ten thousand estates with their own policies are less. */
    static final int LONGEST = 4 << 20;
    /** Blocks and lists within each other, and parts of a key; a policy needs four. */
    static final int DEEPEST = 32;

    private static final String REFUSED = "a reference to another value is not possible here";

    private PolicyText() {}

    /** Null where it is refused and nothing more is to be said of it. */
    static String read(Path path, Problems problems) throws IOException {
        if (Files.size(path) > LONGEST) {
            problems.add(PolicyConf.FILE, 0, "", "is longer than " + LONGEST + " bytes");
            return null;
        }
        StringWriter text = new StringWriter();
        try (InputStream in = Files.newInputStream(path)) {
            new StrictReader(in, (line, why) -> problems.add(PolicyConf.FILE, line, "", why)).transferTo(text);
        }
        return isShallow(text.toString(), problems) ? text.toString() : null;
    }

    /** Counts what opens and closes wherever it stands: in text or a comment it closes again, or is not many. */
    private static boolean isShallow(String text, Problems problems) {
        int depth = 0;
        int parts = 0;
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth = Math.max(0, depth - 1);
                case '\n' -> line++;
                case '.' -> parts++;
                default -> {
                    // Anything else nests nothing.
                }
            }
            if ("\n={,:".indexOf(text.charAt(i)) >= 0) {
                parts = 0;
            }
            if (depth > DEEPEST || parts > DEEPEST) {
                problems.add(
                        PolicyConf.FILE,
                        line,
                        "",
                        "has more than " + DEEPEST + " blocks or parts of a key within each other");
                return false;
            }
        }
        return true;
    }

    /** Each line that refers to another value: what it stands for may grow without bound. */
    static void refuseReferences(String text, Problems problems) {
        long before = problems.total();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int at = Math.max(lines[i].indexOf("${"), lines[i].indexOf("+="));
            if (at >= 0) {
                problems.add(PolicyConf.FILE, i + 1, "", REFUSED + ": " + Shown.of(lines[i].substring(at)));
            }
        }
        if (problems.total() == before) {
            problems.add(PolicyConf.FILE, 0, "", REFUSED);
        }
    }
}
