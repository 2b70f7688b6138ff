package io.gatehouse.server.session;

import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.server.metrics.ProtocolError;

/** Why a connection ended: every end has exactly one of these, and is counted by it. */
public enum CloseReason {
    PEER_CLOSED("peer", null),
    IO_ERROR("io", null),
    UNSUPPORTED_VERSION("version", Refusal.Code.CODE_UNSUPPORTED_VERSION),
    UNAUTHENTICATED("auth", Refusal.Code.CODE_UNAUTHENTICATED),
    MALFORMED("malformed", Refusal.Code.CODE_MALFORMED),
    FRAME_TOO_LARGE("frame_too_large", Refusal.Code.CODE_FRAME_TOO_LARGE),
    SEQUENCE_GAP("gap", Refusal.Code.CODE_SEQUENCE_GAP),
    WINDOW_EXCEEDED("window", Refusal.Code.CODE_WINDOW_EXCEEDED),
    REPLACED("takeover", Refusal.Code.CODE_REPLACED),
    IDENTITY_SHARED("identity_shared", Refusal.Code.CODE_REPLACED),
    OVERLOADED("overload", Refusal.Code.CODE_OVERLOADED),
    LOGIN_DELAYED("login_delayed", Refusal.Code.CODE_OVERLOADED),
    SHUTTING_DOWN("shutdown", Refusal.Code.CODE_SHUTTING_DOWN),
    HELLO_LATE("hello_late", Refusal.Code.CODE_IDLE),
    FRAME_LATE("frame_late", Refusal.Code.CODE_IDLE),
    SILENT("idle", Refusal.Code.CODE_IDLE),
    SLOW_READER("slow", Refusal.Code.CODE_IDLE),
    STORAGE_FAILED("storage", Refusal.Code.CODE_STORAGE_FAILED),
    STREAM_CLOSED("stream_closed", Refusal.Code.CODE_STREAM_CLOSED),
    /** The TLS handshake failed: there is no way to say more. */
    TLS("tls", null),
    /** The client certificate names another gate. */
    CERTIFICATE_OF_ANOTHER("certificate", Refusal.Code.CODE_UNAUTHENTICATED),
    /** The gate, or the token that it came with, no longer stands in the register. */
    REVOKED("revoked", Refusal.Code.CODE_UNAUTHENTICATED);

    private final String label;
    private final Refusal.Code code;

    CloseReason(String label, Refusal.Code code) {
        this.label = label;
        this.code = code;
    }

    /** The metric's label. */
    public String label() {
        return label;
    }

    /** What the gate is told, or null where nobody is there to hear it. */
    public Refusal.Code code() {
        return code;
    }

    /** What the gate did against the protocol, or null. */
    ProtocolError protocolError() {
        return switch (this) {
            case UNSUPPORTED_VERSION -> ProtocolError.VERSION;
            case MALFORMED -> ProtocolError.DECODE;
            case FRAME_TOO_LARGE -> ProtocolError.OVERSIZE;
            case SEQUENCE_GAP, STREAM_CLOSED -> ProtocolError.SEQUENCE;
            case WINDOW_EXCEEDED -> ProtocolError.WINDOW;
            default -> null;
        };
    }

    /** The reason for a code that the engine decided. */
    static CloseReason of(int code) {
        for (CloseReason reason : values()) {
            if (reason.code != null && reason.code.getNumber() == code) {
                return reason;
            }
        }
        throw new IllegalArgumentException("no reason for code " + code);
    }
}
