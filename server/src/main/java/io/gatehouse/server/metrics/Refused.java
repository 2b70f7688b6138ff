package io.gatehouse.server.metrics;

/** Which cap kept a connection out: every refusal has exactly one of these, and is counted by it. */
public enum Refused {
    /** As many connections as the server takes are open. */
    CONNECTIONS("connections"),
    /** As many connections as may be have not logged in yet. */
    NOT_LOGGED_IN("not_logged_in"),
    /** More connections a second than the server takes. */
    RATE("rate"),
    /** As many connections as one address may have are open from it. */
    SOURCE_CONNECTIONS("source_connections"),
    /** More connections a second from one address than it may open. */
    SOURCE_RATE("source_rate"),
    /** Too many failed logins from this address or for this gate: the Hello has to wait. */
    FAILED_LOGINS("failed_logins"),
    /** The process had no descriptor left: accepting paused for a moment. */
    DESCRIPTORS("descriptors");

    private final String label;

    Refused(String label) {
        this.label = label;
    }

    /** The metric's label. */
    public String label() {
        return label;
    }
}
