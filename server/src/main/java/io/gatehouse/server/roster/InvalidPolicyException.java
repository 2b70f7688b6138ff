package io.gatehouse.server.roster;

import java.util.List;
import java.util.stream.Collectors;

/** A policy that does not hold, with all that is wrong with it. */
public final class InvalidPolicyException extends IllegalArgumentException {
    private final transient List<Problem> problems;

    /**
     * One thing that is wrong.
     *
     * @param key as it was given
     * @param message one line for a person
     */
    public record Problem(String key, String message) {}

    InvalidPolicyException(List<Problem> problems) {
        super(problems.stream().map(p -> p.key() + ": " + p.message()).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** All problems, in the order of their keys; at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
