package io.gatehouse.loadtest.wire;

/** Bytes from the server that are no frame of the protocol. */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    WireException(String message) {
        super(message);
    }

    WireException(String message, Throwable cause) {
        super(message, cause);
    }
}
