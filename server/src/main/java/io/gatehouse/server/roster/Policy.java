package io.gatehouse.server.roster;

import io.gatehouse.proto.v1.PassKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an estate asks of a pass, beyond what always holds. Immutable; any thread. */
public final class Policy {
    public static final String FEVER_DECICELSIUS = "fever-decicelsius";
    public static final String TEMPERATURE_REQUIRED = "temperature-required";
    public static final String TEMPERATURE_IMPLAUSIBLE = "temperature-implausible";
    public static final String TEMPERATURE_HIGH = "temperature-high";
    public static final String DECLARATION_REQUIRED = "declaration-required";
    public static final String BOTH_LISTS_REQUIRED = "both-lists-required";
    public static final String CURFEW = "curfew.";
    public static final String ALREADY_INSIDE = "already-inside";
    public static final String ALREADY_OUTSIDE = "already-outside";
    public static final String OUTINGS = "outings";
    public static final String OUTING_DAYS = "outing-days";

    /** Most days that an outing quota may look back, today included. */
    public static final int MAX_OUTING_DAYS = 31;

    /** Lowest and highest temperature that a person can have, in tenths of a degree Celsius. */
    public static final int LOWEST_PLAUSIBLE = 350;

    public static final int HIGHEST_PLAUSIBLE = 420;

    /** What an entry while inside, or an exit while outside, comes to. */
    public enum Repeat {
        OFF,
        ATTENTION,
        DENY
    }

    /**
     * A key of {@code policy.conf}.
     *
     * @param defaultValue as it would be written there; "off" where absent means off
     */
    public record Key(String name, String defaultValue, String doc) {}

    /** Every key, in the order in which the reference lists them. */
    public static final List<Key> KEYS = keys();

    private static final Policy DEFAULTS = of(Map.of());

    private final Map<String, String> given;
    private final int feverDecicelsius;
    private final boolean temperatureRequired;
    private final boolean temperatureImplausible;
    private final boolean temperatureHigh;
    private final boolean declarationRequired;
    private final boolean bothListsRequired;
    private final DayHours[] hours = new DayHours[PassKind.values().length];
    private final Repeat alreadyInside;
    private final Repeat alreadyOutside;
    private final int outings;
    private final int outingDays;

    private Policy(PolicyReader in) {
        given = in.given();
        feverDecicelsius = in.fever(FEVER_DECICELSIUS);
        temperatureRequired = in.flag(TEMPERATURE_REQUIRED);
        temperatureImplausible = in.flag(TEMPERATURE_IMPLAUSIBLE);
        temperatureHigh = in.flag(TEMPERATURE_HIGH);
        declarationRequired = in.flag(DECLARATION_REQUIRED);
        bothListsRequired = in.flag(BOTH_LISTS_REQUIRED);
        for (PassKind kind : passKinds()) {
            hours[kind.getNumber()] = in.hours(curfew(kind));
        }
        alreadyInside = in.repeat(ALREADY_INSIDE);
        alreadyOutside = in.repeat(ALREADY_OUTSIDE);
        outings = in.number(OUTINGS, 0, 10_000);
        outingDays = in.number(OUTING_DAYS, 1, MAX_OUTING_DAYS);
    }

    /**
     * Reads a policy; a key that is absent has its default.
     *
     * @throws InvalidPolicyException with all that is wrong at once
     */
    public static Policy of(Map<String, String> values) {
        PolicyReader in = new PolicyReader(values);
        Policy policy = new Policy(in);
        if (!in.problems().isEmpty()) {
            throw new InvalidPolicyException(in.problems());
        }
        return policy;
    }

    /** Every key at its default. */
    public static Policy defaults() {
        return DEFAULTS;
    }

    /** What an estate's own values come to over the defaults of the site: key by key. */
    public static Map<String, String> overlay(Map<String, String> site, Map<String, String> estate) {
        Map<String, String> both = new TreeMap<>(site);
        both.putAll(estate);
        return both;
    }

    /** The key of a kind's hours. */
    public static String curfew(PassKind kind) {
        return CURFEW + kind.name().substring("PASS_KIND_".length());
    }

    /** The values that were given, sorted by key. */
    public Map<String, String> given() {
        return given;
    }

    /** Threshold in tenths of a degree Celsius, 350 to 420; 0: temperatures are not judged. */
    public int feverDecicelsius() {
        return feverDecicelsius;
    }

    public boolean temperatureRequired() {
        return temperatureRequired;
    }

    public boolean temperatureImplausible() {
        return temperatureImplausible;
    }

    public boolean temperatureHigh() {
        return temperatureHigh;
    }

    public boolean declarationRequired() {
        return declarationRequired;
    }

    public boolean bothListsRequired() {
        return bothListsRequired;
    }

    /**
     * Hours in which a kind may pass.
     *
     * @param kind {@code PassKind} number
     * @return null where the kind has no curfew
     */
    public DayHours hours(int kind) {
        return kind > 0 && kind < hours.length ? hours[kind] : null;
    }

    public Repeat alreadyInside() {
        return alreadyInside;
    }

    public Repeat alreadyOutside() {
        return alreadyOutside;
    }

    /** Most outings of a household in {@link #outingDays}; 0: no quota. */
    public int outings() {
        return outings;
    }

    /** 1 to {@link #MAX_OUTING_DAYS}, today included. */
    public int outingDays() {
        return outingDays;
    }

    static Map<String, Key> byName() {
        Map<String, Key> byName = new LinkedHashMap<>();
        KEYS.forEach(key -> byName.put(key.name(), key));
        return byName;
    }

    private static List<PassKind> passKinds() {
        List<PassKind> kinds = new ArrayList<>(List.of(PassKind.values()));
        kinds.remove(PassKind.UNRECOGNIZED);
        kinds.remove(PassKind.PASS_KIND_UNSPECIFIED);
        return kinds;
    }

    private static List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        keys.add(new Key(
                FEVER_DECICELSIUS,
                "373",
                "Temperature from which a scan is high, in tenths of a degree Celsius, 350 to 420; 0: not judged."));
        keys.add(new Key(TEMPERATURE_REQUIRED, "true", "Entry wants a temperature."));
        keys.add(new Key(TEMPERATURE_IMPLAUSIBLE, "true", "Below 35.0 or above 42.0 degrees is measured again."));
        keys.add(new Key(TEMPERATURE_HIGH, "true", "A first high temperature is measured again."));
        keys.add(new Key(DECLARATION_REQUIRED, "true", "The holder must have made a self-declaration."));
        keys.add(new Key(
                BOTH_LISTS_REQUIRED, "false", "A pass must stand on the property company's and the grid's list."));
        for (PassKind kind : passKinds()) {
            keys.add(new Key(
                    curfew(kind),
                    "off",
                    "Hours in which this kind may pass, HH:MM-HH:MM, may span midnight; off: all."));
        }
        keys.add(new Key(ALREADY_INSIDE, "attention", "Entry while inside: off, attention or deny."));
        keys.add(new Key(ALREADY_OUTSIDE, "attention", "Exit while outside: off, attention or deny."));
        keys.add(new Key(OUTINGS, "0", "Most outings of a household in outing-days, 0 to 10000; 0: no quota."));
        keys.add(new Key(OUTING_DAYS, "2", "Days that the quota looks at, today included, 1 to 31."));
        return List.copyOf(keys);
    }
}
