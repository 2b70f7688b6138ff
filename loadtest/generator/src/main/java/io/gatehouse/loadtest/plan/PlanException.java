package io.gatehouse.loadtest.plan;

/** A plan that cannot be made, or a scenario that is none, in words for a person. */
public final class PlanException extends Exception {
    private static final long serialVersionUID = 1L;

    public PlanException(String message) {
        super(message);
    }

    public PlanException(String message, Throwable cause) {
        super(message, cause);
    }
}
