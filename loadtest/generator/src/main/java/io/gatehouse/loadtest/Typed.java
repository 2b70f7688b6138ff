package io.gatehouse.loadtest;

import io.gatehouse.loadtest.report.Circumstances;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What was typed, for the report: so that a run can be made again. */
final class Typed {
    private static final String MASK = "***";
    private static final Pattern SECRET = Pattern.compile("-{1,2}[a-z-]*(token|secret|password)[a-z-]*");

    private Typed() {}

    static Circumstances circumstances(CommandSpec command, Instant startedAt) {
        CommandLine root = command.root().commandLine();
        CommandLine.ParseResult parsed = root.getParseResult();
        List<String> arguments = parsed == null ? List.of() : parsed.originalArgs();
        return new Circumstances(
                startedAt, commandLine(root.getCommandName(), arguments), options(command), version(root));
    }

    /** The words as typed, secrets masked. */
    static List<String> commandLine(String program, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(program.split(" ")));
        boolean secret = false;
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String option = equals < 0 ? argument : argument.substring(0, equals);
            boolean hides = SECRET.matcher(option.toLowerCase(Locale.ROOT)).matches();
            line.add(secret ? MASK : hides && equals >= 0 ? option + "=" + MASK : argument);
            secret = hides && equals < 0;
        }
        return line;
    }

    /** Each option that has a value, typed or by default. */
    private static Map<String, Object> options(CommandSpec command) {
        Map<String, Object> options = new LinkedHashMap<>();
        for (OptionSpec option : command.options()) {
            if (option.usageHelp() || option.versionHelp()) {
                continue;
            }
            String name = option.longestName();
            List<String> typed = option.stringValues();
            Object value = option.arity().max() == 0 ? option.getValue() : String.join(" ", typed);
            if (typed.isEmpty() && option.arity().max() > 0) {
                value = option.defaultValue();
            }
            if (value != null) {
                options.put(name, SECRET.matcher(name).matches() ? MASK : value);
            }
        }
        return options;
    }

    private static String version(CommandLine root) {
        String[] version = root.getCommandSpec().version();
        return version.length == 0 ? "" : version[0];
    }
}
