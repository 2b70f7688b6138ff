package io.gatehouse.grafana;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of PromQL as it takes to find the names of metrics in it, and to fill in Grafana's variables. */
final class PromQl {
    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "bool", "offset", "Inf", "NaN", "sum", "min", "max", "count", "avg");
    private static final Pattern NAME = Pattern.compile("(?<![\\w:$.])[a-zA-Z_:][\\w:]*(?!\\w)(?!\\s*\\()");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\s*\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!=|!~|=)\\s*\"([^\"]*)\"");

    private PromQl() {}

    /** One matcher of a selector: {@code metric{label op "value"}}. */
    record Match(String metric, String label, String op, String value) {}

    /** Names of metrics and of recorded series. */
    static Set<String> names(String expression) {
        String bare = expression
                .replaceAll("\"[^\"]*\"", "")
                .replaceAll("\\{[^}]*}", " ")
                .replaceAll("\\[[^\\]]*]", " ")
                .replaceAll("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)", " ")
                .replaceAll("(?<![\\w.])[0-9][\\w.]*", " ");
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(bare);
        while (matcher.find()) {
            if (!WORDS.contains(matcher.group())) {
                names.add(matcher.group());
            }
        }
        return names;
    }

    static Set<Match> matches(String expression) {
        Set<Match> found = new java.util.LinkedHashSet<>();
        Matcher selector = SELECTOR.matcher(expression);
        while (selector.find()) {
            Matcher matcher = MATCHER.matcher(selector.group(2));
            while (matcher.find()) {
                found.add(new Match(selector.group(1), matcher.group(1), matcher.group(2), matcher.group(3)));
            }
        }
        return found;
    }

    /** Fills in the variables as Grafana would. */
    static String filled(String expression, String job, String instance, String rateInterval) {
        return expression
                .replace("$__rate_interval", rateInterval)
                .replace("$job", job)
                .replace("$instance", instance);
    }
}
