package io.gatehouse.loadtest.site;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the gates of an estate ask of a pass, as {@code policy.conf} has it. Immutable. */
public final class Policy {
    /** What comes of an entry while inside or an exit while outside. */
    public enum Repeat {
        OFF,
        ATTENTION,
        DENY
    }

    private static final Pattern HOURS = Pattern.compile("(\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d)");
    private static final int DAY = 24 * 60;

    /** Every key at its default. */
    public static final Policy DEFAULTS = new Policy(Map.of());

    private final int fever;
    private final boolean temperatureRequired;
    private final boolean implausible;
    private final boolean high;
    private final boolean declaration;
    private final boolean bothLists;
    private final int[][] hours = new int[PassKind.values().length][];
    private final Repeat alreadyInside;
    private final Repeat alreadyOutside;
    private final int outings;
    private final int outingDays;

    private Policy(Map<String, String> values) {
        Map<String, String> left = new TreeMap<>(values);
        fever = number(left, "fever-decicelsius", 373);
        temperatureRequired = flag(left, "temperature-required", true);
        implausible = flag(left, "temperature-implausible", true);
        high = flag(left, "temperature-high", true);
        declaration = flag(left, "declaration-required", true);
        bothLists = flag(left, "both-lists-required", false);
        for (PassKind kind : PassKind.values()) {
            hours[kind.ordinal()] = hours(left, "curfew." + kind);
        }
        alreadyInside = repeat(left, "already-inside");
        alreadyOutside = repeat(left, "already-outside");
        outings = number(left, "outings", 0);
        outingDays = number(left, "outing-days", 2);
        Set<String> unknown = new TreeSet<>(left.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown keys " + unknown + ": what they ask cannot be foretold");
        }
    }

    /**
     * Reads a policy; a key that is absent has its default.
     *
     * @throws IllegalArgumentException where a key is unknown or a value is none
     */
    public static Policy of(Map<String, String> values) {
        return values.isEmpty() ? DEFAULTS : new Policy(values);
    }

    private static int number(Map<String, String> values, String key, int absent) {
        String text = values.remove(key);
        try {
            return text == null ? absent : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw wrong(key, text, e);
        }
    }

    private static boolean flag(Map<String, String> values, String key, boolean absent) {
        String text = values.remove(key);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw wrong(key, text, null);
        }
        return text == null ? absent : text.equals("true");
    }

    private static Repeat repeat(Map<String, String> values, String key) {
        String text = values.remove(key);
        try {
            return text == null ? Repeat.ATTENTION : Repeat.valueOf(text.toUpperCase(java.util.Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw wrong(key, text, e);
        }
    }

    private static int[] hours(Map<String, String> values, String key) {
        String text = values.remove(key);
        if (text == null || text.equals("off")) {
            return null;
        }
        Matcher matcher = HOURS.matcher(text);
        if (!matcher.matches()) {
            throw wrong(key, text, null);
        }
        return new int[] {minute(matcher, 1), minute(matcher, 3) % DAY};
    }

    private static int minute(Matcher matcher, int group) {
        return 60 * Integer.parseInt(matcher.group(group)) + Integer.parseInt(matcher.group(group + 1));
    }

    private static IllegalArgumentException wrong(String key, String text, Exception cause) {
        return new IllegalArgumentException(key + " '" + text + "' is none of its values", cause);
    }

    /** From where a temperature is high, tenths of a degree; 0: none is judged. */
    public int fever() {
        return fever;
    }

    public boolean temperatureRequired() {
        return temperatureRequired;
    }

    /** Whether one that no person can have is measured again. */
    public boolean implausible() {
        return implausible;
    }

    /** Whether a first high one is measured again. */
    public boolean high() {
        return high;
    }

    public boolean declaration() {
        return declaration;
    }

    public boolean bothLists() {
        return bothLists;
    }

    /** First minute of the day at which a kind may pass, and the first at which it may not; null: all day. */
    public int[] hours(PassKind kind) {
        int[] of = hours[kind.ordinal()];
        return of == null ? null : of.clone();
    }

    public Repeat alreadyInside() {
        return alreadyInside;
    }

    public Repeat alreadyOutside() {
        return alreadyOutside;
    }

    /** Most outings of a household within {@link #outingDays}; 0: as many as it likes. */
    public int outings() {
        return outings;
    }

    public int outingDays() {
        return outingDays;
    }
}
