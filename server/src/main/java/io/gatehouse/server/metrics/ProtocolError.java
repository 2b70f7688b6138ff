package io.gatehouse.server.metrics;

/** What a gate did against the protocol: each ends its connection. */
public enum ProtocolError {
    /** A protocol version that is not spoken here. */
    VERSION("version"),
    /** Bytes that are no frame or no message, or a frame out of place. */
    DECODE("decode"),
    /** A frame longer than is allowed. */
    OVERSIZE("oversize"),
    /** A gap in the numbers, or a stream that is closed. */
    SEQUENCE("sequence"),
    /** More unacknowledged messages than the window allows. */
    WINDOW("window");

    private final String label;

    ProtocolError(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
