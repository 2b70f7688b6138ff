package io.gatehouse.loadtest.judge;

/** How a measured value and its limit are compared. The longer signs stand first, for whoever looks for them in a text. */
enum Comparison {
    AT_MOST("<="),
    AT_LEAST(">="),
    EQUAL("=="),
    BELOW("<"),
    ABOVE(">");

    private final String sign;

    Comparison(String sign) {
        this.sign = sign;
    }

    String sign() {
        return sign;
    }

    boolean holds(double value, double limit) {
        return switch (this) {
            case AT_MOST -> value <= limit;
            case AT_LEAST -> value >= limit;
            case EQUAL -> value == limit;
            case BELOW -> value < limit;
            case ABOVE -> value > limit;
        };
    }

    /** Whether a value that fails and can only grow fails for good. */
    boolean growsOutOf(double value, double limit) {
        return !holds(value, limit) && (this == AT_MOST || this == BELOW || this == EQUAL && value > limit);
    }

    /** Whether a value that fails and can only fall fails for good. */
    boolean fallsOutOf(double value, double limit) {
        return !holds(value, limit) && (this == AT_LEAST || this == ABOVE || this == EQUAL && value < limit);
    }
}
