package io.gatehouse.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.seam.SystemClock;
import java.io.IOException;
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
    private static final Path TOP = Path.of("..");

    private static final Pattern TYPED =
            Pattern.compile("gatehouse (server|config|site|journal)((?: [a-z]+)?)((?:\\\\\\s+|[^\\n#`|;&'])*)");
    private static final Pattern OPTION = Pattern.compile("(?<=\\s)(--[a-z][a-z-]*)");

    private final List<String> unknown = new ArrayList<>();
    private int typed;

    @Test
    void inTheHelps() {
        CommandLine line = Main.commands(new StartTimes(new SystemClock(), 0));
        leaves(line).forEach(command -> {
            String help = command.getUsageMessage();
            String name = command.getCommandSpec().qualifiedName();
            assertTrue(help.contains("Exit codes: "), name);
            assertTrue(help.contains("  " + name) || help.contains(" " + name + " --config"), help);
            check("help of " + name, help.substring(help.indexOf("Example")));
        });
        assertEquals(List.of(), unknown);
        assertTrue(typed >= 12, "examples in the helps: " + typed);
    }

    @Test
    void inTheDocumentation() throws IOException {
        for (Path page : pages()) {
            check(TOP.relativize(page).toString(), Files.readString(page));
        }
        assertEquals(List.of(), unknown);
        assertTrue(typed >= 20, "commands in the documentation: " + typed);
    }

    private static Stream<CommandLine> leaves(CommandLine line) {
        return line.getSubcommands().isEmpty()
                ? Stream.of(line)
                : line.getSubcommands().values().stream().flatMap(TypedCommandsTest::leaves);
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

    private void check(String where, String text) {
        CommandLine line = Main.commands(new StartTimes(new SystemClock(), 0));
        Matcher found = TYPED.matcher(text);
        while (found.find()) {
            typed++;
            CommandLine command = line.getSubcommands().get(found.group(1));
            String below = found.group(2).trim();
            if (!command.getSubcommands().isEmpty()) {
                command = command.getSubcommands().get(below);
            }
            if (command == null) {
                unknown.add(where + ": " + found.group().trim());
                continue;
            }
            Matcher option = OPTION.matcher(found.group(3));
            while (option.find()) {
                if (command.getCommandSpec().findOption(option.group(1)) == null) {
                    unknown.add(where + ": " + found.group(1) + " " + below + " " + option.group(1));
                }
            }
        }
    }
}
