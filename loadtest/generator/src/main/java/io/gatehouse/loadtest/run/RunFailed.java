package io.gatehouse.loadtest.run;

/** A run that could not be made, in words for a person. */
public final class RunFailed extends Exception {
    private static final long serialVersionUID = 1L;

    public RunFailed(String message) {
        super(message);
    }

    public RunFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
