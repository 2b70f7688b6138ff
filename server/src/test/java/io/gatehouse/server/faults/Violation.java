package io.gatehouse.server.faults;

/** The server broke a promise. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    Violation(String what) {
        super(what);
    }

    Violation(String what, Throwable cause) {
        super(what, cause);
    }

    static void unless(boolean kept, String promise, Object... of) {
        if (!kept) {
            throw new Violation(String.format(promise, of));
        }
    }
}
