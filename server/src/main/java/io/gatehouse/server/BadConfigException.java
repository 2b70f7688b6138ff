package io.gatehouse.server;

import java.util.List;

/** The configuration can't be used. Holds everything that is wrong with it, not only the first. */
final class BadConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;

    /**
     * @param errors one line each, with the file and line (or environment variable) that it is about
     */
    BadConfigException(List<String> errors) {
        super(String.join(System.lineSeparator(), errors));
        this.errors = List.copyOf(errors);
    }

    List<String> errors() {
        return errors;
    }

    /** What the process ends with. */
    int exitCode() {
        return Exit.CONFIG;
    }
}
