package io.gatehouse.loadtest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;

/** The list of commands in the help, by what one wants to do. */
final class CommandGroups implements IHelpSectionRenderer {
    static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put("Put a server under load", List.of("run", "capacity", "canonical", "storm", "demo"));
        GROUPS.put("See beforehand what is sent", List.of("scenarios", "plan"));
        GROUPS.put("Read results", List.of("report", "compare", "merge"));
        GROUPS.put(
                "Set figures in relation",
                List.of("ratio", "peers", "scale", "scrape-cost", "tls-cost", "self-test", "echo"));
    }

    @Override
    public String render(Help help) {
        Map<String, Help> commands = help.subcommands();
        TreeSet<String> others = new TreeSet<>(commands.keySet());
        StringBuilder text = new StringBuilder();
        GROUPS.forEach((title, names) -> {
            others.removeAll(names);
            group(text, title, names, commands);
        });
        group(text, "Others", List.copyOf(others), commands);
        return text.toString();
    }

    private static void group(StringBuilder text, String title, List<String> names, Map<String, Help> commands) {
        List<String> there = names.stream().filter(commands::containsKey).toList();
        if (there.isEmpty()) {
            return;
        }
        text.append("%n%s:%n".formatted(title));
        for (String name : there) {
            text.append("  %-12s %s%n".formatted(name, firstSentence(commands.get(name))));
        }
    }

    private static String firstSentence(Help command) {
        String all = String.join(" ", command.commandSpec().usageMessage().description());
        CommandLine.Help.Ansi.Text text = command.colorScheme().ansi().new Text(all.formatted(), command.colorScheme());
        String plain = text.plainString();
        int end = plain.indexOf(". ");
        String first = end < 0 ? plain : plain.substring(0, end + 1);
        int colon = first.indexOf(": ");
        return first.length() > 100 && colon > 0 ? first.substring(0, colon) + "." : first;
    }
}
