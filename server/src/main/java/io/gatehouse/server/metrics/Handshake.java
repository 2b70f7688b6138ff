package io.gatehouse.server.metrics;

/** How a TLS handshake with a gate ended. */
public enum Handshake {
    OK("ok"),
    /** Bytes that are not TLS: a gate without it, or somebody else. */
    NOT_TLS("not_tls"),
    /** A version below 1.3, or no cipher in common. */
    VERSION("version"),
    /** The client certificate is missing, expired, or of an authority that is not trusted. */
    CERTIFICATE("client_certificate"),
    /** The gate ended it: above all because it does not trust the server's certificate. */
    ALERT("alert"),
    /** Not through by the deadline of the Hello. */
    LATE("late"),
    /** The connection ended on the way. */
    CLOSED("closed"),
    OTHER("other");

    private final String label;

    Handshake(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
