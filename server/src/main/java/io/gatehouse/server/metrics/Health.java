package io.gatehouse.server.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Whether the process is alive, and whether it is ready for gates. Any thread. */
public final class Health {
    private final List<Check> live;
    private final List<Check> ready;

    /**
     * One thing that has to be well.
     *
     * @param wrong what is wrong in a few words, or null where nothing is; cheap, and never waiting
     */
    public record Check(String name, Supplier<String> wrong) {}

    /**
     * What one check found.
     *
     * @param wrong null where it is well
     */
    public record Part(String name, String wrong) {
        public boolean ok() {
            return wrong == null;
        }
    }

    /** What all checks found, in their order. */
    public record Report(List<Part> parts) {
        public boolean ok() {
            return parts.stream().allMatch(Part::ok);
        }
    }

    /**
     * @param live where one is wrong a restart would help: the threads move, or have nothing to do
     * @param ready where one is wrong gates should stay away: roster, journal, listener, draining
     */
    public Health(List<Check> live, List<Check> ready) {
        this.live = List.copyOf(live);
        this.ready = List.copyOf(ready);
    }

    public Report live() {
        return ask(live);
    }

    public Report ready() {
        return ask(ready);
    }

    private static Report ask(List<Check> checks) {
        List<Part> parts = new ArrayList<>(checks.size());
        for (Check check : checks) {
            parts.add(new Part(check.name(), wrong(check)));
        }
        return new Report(List.copyOf(parts));
    }

    private static String wrong(Check check) {
        try {
            return check.wrong().get();
        } catch (RuntimeException e) {
            return "can't be told: " + e.getClass().getSimpleName();
        }
    }
}
