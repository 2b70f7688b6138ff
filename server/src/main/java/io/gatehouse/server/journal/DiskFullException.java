package io.gatehouse.server.journal;

import java.io.IOException;

/** The disk, or what may be used of it, is full. */
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1;

    public DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
