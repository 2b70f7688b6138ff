package io.gatehouse.server.oracle;

import io.gatehouse.proto.v1.PassKind;
import java.util.Map;

/** The policy that holds at the gates of one estate: its own word, else the site's, else what PROTOCOL.md says. */
final class Rules {
    enum Already {
        OFF,
        ATTENTION,
        DENY
    }

    private final Map<String, String> site;
    private final Map<String, String> estate;

    Rules(Map<String, String> site, Map<String, String> estate) {
        this.site = site;
        this.estate = estate;
    }

    /** Tenths of a degree; 0: temperatures are not judged. */
    int fever() {
        return number("fever-decicelsius", 373);
    }

    boolean judgesTemperature() {
        return fever() != 0;
    }

    boolean isHigh(int temperature) {
        return judgesTemperature() && temperature >= fever() && temperature <= 420;
    }

    boolean temperatureRequired() {
        return flag("temperature-required", true);
    }

    boolean retestsImplausible() {
        return flag("temperature-implausible", true);
    }

    boolean retestsHigh() {
        return flag("temperature-high", true);
    }

    boolean declarationRequired() {
        return flag("declaration-required", true);
    }

    boolean bothListsRequired() {
        return flag("both-lists-required", false);
    }

    Already alreadyInside() {
        return Already.valueOf(text("already-inside", "attention").toUpperCase(java.util.Locale.ROOT));
    }

    Already alreadyOutside() {
        return Already.valueOf(text("already-outside", "attention").toUpperCase(java.util.Locale.ROOT));
    }

    int outings() {
        return number("outings", 0);
    }

    int outingDays() {
        return number("outing-days", 2);
    }

    /** Whether this minute of the day, 0 to 1,439, lies outside the hours in which this kind may pass. */
    boolean curfew(PassKind kind, int minute) {
        String hours = text("curfew." + kind.name().substring("PASS_KIND_".length()), "");
        if (hours.isEmpty()) {
            return false;
        }
        int from = minutes(hours.substring(0, hours.indexOf('-')));
        int until = minutes(hours.substring(hours.indexOf('-') + 1));
        boolean allowed = from <= until ? minute >= from && minute < until : minute >= from || minute < until;
        return !allowed;
    }

    private static int minutes(String clock) {
        String[] parts = clock.split(":");
        return Integer.parseInt(parts[0]) * 60 + Integer.parseInt(parts[1]);
    }

    private int number(String key, int otherwise) {
        return Integer.parseInt(text(key, Integer.toString(otherwise)));
    }

    private boolean flag(String key, boolean otherwise) {
        return Boolean.parseBoolean(text(key, Boolean.toString(otherwise)));
    }

    private String text(String key, String otherwise) {
        return estate.getOrDefault(key, site.getOrDefault(key, otherwise));
    }
}
