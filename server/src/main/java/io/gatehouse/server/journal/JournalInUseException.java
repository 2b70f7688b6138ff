package io.gatehouse.server.journal;

import java.io.IOException;

/** Another process has the data directory: exit 75. */
public final class JournalInUseException extends IOException {
    private static final long serialVersionUID = 1;

    public JournalInUseException(String message) {
        super(message);
    }
}
