package io.gatehouse.loadtest.judge;

/** A threshold that is none, in words that say what would be. */
public final class ThresholdSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ThresholdSyntaxException(String message) {
        super(message);
    }
}
