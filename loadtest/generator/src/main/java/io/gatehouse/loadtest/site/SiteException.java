package io.gatehouse.loadtest.site;

/** A site folder that cannot be used, with the file, the line and why, in words for a person. */
public final class SiteException extends Exception {
    private static final long serialVersionUID = 1L;

    SiteException(String message) {
        super(message);
    }

    SiteException(String message, Throwable cause) {
        super(message, cause);
    }
}
