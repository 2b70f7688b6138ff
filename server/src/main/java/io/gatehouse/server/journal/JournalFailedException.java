package io.gatehouse.server.journal;

import java.io.IOException;

/** A write or sync failed. It is final for this process: nothing is retried, nothing more becomes durable (exit 74). */
public final class JournalFailedException extends IOException {
    private static final long serialVersionUID = 1;

    public JournalFailedException(Throwable cause) {
        super("the journal failed: " + cause.getMessage(), cause);
    }
}
