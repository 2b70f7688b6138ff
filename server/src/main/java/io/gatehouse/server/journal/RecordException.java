package io.gatehouse.server.journal;

import java.io.IOException;

/** A record that is whole by its frame's CRC and yet can't be read: of a later format, or written by a fault. */
public final class RecordException extends IOException {
    private static final long serialVersionUID = 1L;

    RecordException(String message) {
        super(message);
    }

    RecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
