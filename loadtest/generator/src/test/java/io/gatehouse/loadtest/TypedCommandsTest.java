package io.gatehouse.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What readers of the helps and of the documentation type: each command exists, with each option that is named. */
class TypedCommandsTest {
    private static final Path TOP = Path.of("../..");

    private static final Pattern TYPED = Pattern.compile("gatehouse loadtest ([a-z-]+)((?:\\\\\\s+|[^\\n#`|;&])*)");
    private static final Pattern OPTION = Pattern.compile("(?<=\\s)(--?[a-zA-Z][a-z-]*)");

    /** Of the launcher alone. */
    private static final List<String> LAUNCHERS = List.of("peers --install");

    @Test
    void inTheHelps() {
        List<String> unknown = new ArrayList<>();
        int typed = 0;
        for (var command : Main.commandLine().getSubcommands().entrySet()) {
            String help = command.getValue().getUsageMessage();
            typed += check("help of " + command.getKey(), help.substring(help.indexOf("Examples:")), unknown);
            assertTrue(
                    !Pattern.compile("Default: (\\[\\]|0\\.0\\s)").matcher(help).find(), help);
            assertTrue(!help.contains("%n") && !help.contains("%%"), help);
        }
        assertEquals(List.of(), unknown);
        assertTrue(typed >= 30, "examples in the helps: " + typed);
    }

    @Test
    void inTheDocumentation() throws IOException {
        List<String> unknown = new ArrayList<>();
        int typed = 0;
        for (Path page : pages()) {
            typed += check(TOP.relativize(page).toString(), Files.readString(page), unknown);
        }
        assertEquals(List.of(), unknown);
        assertTrue(typed >= 30, "commands in the documentation: " + typed);
    }

    /** The tracer of the library writes to the standard error when a text of ours is no format. */
    @Test
    void noHelpHasAStrayPercentSign() {
        List<String> stray = new ArrayList<>();
        Pattern format = Pattern.compile("%(?!n)");
        for (var command : Main.commandLine().getSubcommands().entrySet()) {
            var message = command.getValue().getCommandSpec().usageMessage();
            Stream.of(message.footer(), message.description())
                    .flatMap(Stream::of)
                    .filter(line -> format.matcher(line.replace("%%", "")).find())
                    .forEach(line -> stray.add(command.getKey() + ": " + line));
        }
        assertEquals(List.of(), stray);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(TOP.resolve("docs"));
                Stream<Path> runbooks = Files.list(TOP.resolve("grafana/runbooks"))) {
            Stream<Path> more = Stream.of("README.md", "gatehouse", "grafana/README.md", "gate-client/README.md")
                    .map(TOP::resolve);
            return Stream.of(docs, runbooks, more)
                    .flatMap(all -> all)
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    private static int check(String where, String text, List<String> unknown) {
        CommandLine line = Main.commandLine().setErr(new PrintWriter(new StringWriter()));
        Matcher found = TYPED.matcher(text);
        int typed = 0;
        while (found.find()) {
            typed++;
            String name = found.group(1);
            CommandLine command =
                    name.startsWith("-") ? line : line.getSubcommands().get(name);
            if (command == null) {
                unknown.add(where + ": loadtest " + name);
                continue;
            }
            Matcher option = OPTION.matcher(found.group(2));
            while (option.find()) {
                String words = name + " " + option.group(1);
                if (command.getCommandSpec().findOption(option.group(1)) == null && !LAUNCHERS.contains(words)) {
                    unknown.add(where + ": loadtest " + words);
                }
            }
        }
        return typed;
    }
}
