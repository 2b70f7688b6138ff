package io.gatehouse.server.roster;

import io.gatehouse.server.roster.InvalidPolicyException.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads the values of a policy and gathers what is wrong with them. */
final class PolicyReader {
    private final Map<String, Policy.Key> known = Policy.byName();
    private final TreeMap<String, String> values;
    private final List<Problem> problems = new ArrayList<>();

    PolicyReader(Map<String, String> values) {
        this.values = new TreeMap<>(values);
        for (String key : this.values.keySet()) {
            if (!known.containsKey(key)) {
                problems.add(new Problem(key, "unknown key; the nearest known one is " + nearest(key)));
            }
        }
    }

    Map<String, String> given() {
        return Collections.unmodifiableMap(values);
    }

    List<Problem> problems() {
        problems.sort(Comparator.comparing(Problem::key));
        return problems;
    }

    boolean flag(String key) {
        String value = value(key);
        if (!value.equals("true") && !value.equals("false")) {
            wrong(key, "true or false");
        }
        return value.equals("true");
    }

    int number(String key, int least, int most) {
        try {
            int number = Integer.parseInt(value(key));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        wrong(key, "a number from " + least + " to " + most);
        return least;
    }

    int fever(String key) {
        String value = value(key);
        return value.equals("0") ? 0 : number(key, Policy.LOWEST_PLAUSIBLE, Policy.HIGHEST_PLAUSIBLE);
    }

    Policy.Repeat repeat(String key) {
        for (Policy.Repeat repeat : Policy.Repeat.values()) {
            if (repeat.name().toLowerCase(Locale.ROOT).equals(value(key))) {
                return repeat;
            }
        }
        wrong(key, "off, attention or deny");
        return Policy.Repeat.OFF;
    }

    DayHours hours(String key) {
        String value = value(key);
        if (value.equals("off")) {
            return null;
        }
        DayHours hours = DayHours.parse(value);
        if (hours == null) {
            wrong(key, "off or hours such as 06:00-23:00");
        }
        return hours;
    }

    private String value(String key) {
        return values.getOrDefault(key, known.get(key).defaultValue());
    }

    private void wrong(String key, String wanted) {
        problems.add(new Problem(key, "is '" + value(key) + "', must be " + wanted));
    }

    private String nearest(String key) {
        return Collections.min(known.keySet(), Comparator.comparingInt(name -> distance(name, key)));
    }

    /** Edits between two texts (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
