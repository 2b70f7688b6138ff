package io.gatehouse.server.session;

import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Welcome;

/** The messages that are not hot. */
final class Messages {
    private Messages() {}

    static ServerMessage welcome(
            long nowUs, long held, int check, long rosterVersion, long journalId, SessionOptions options) {
        return ServerMessage.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setServerTimeUs(nowUs)
                        .setDurableSequence(held)
                        .setDurableCheck(check)
                        .setWindow(options.window())
                        .setHeartbeatMs(options.heartbeatMillis())
                        .setDecisionDeadlineMs(options.decisionDeadlineMillis())
                        .setRosterVersion(rosterVersion)
                        .setJournalId(journalId))
                .build();
    }

    static ServerMessage command(int mode, long commandId) {
        return ServerMessage.newBuilder()
                .setCommand(Command.newBuilder()
                        .setKindValue(mode == 0 ? Command.Kind.KIND_NORMAL_VALUE : mode)
                        .setCommandId(commandId))
                .build();
    }

    /** Null where nobody is there to hear it. */
    static ServerMessage refusal(CloseReason reason, long expectedSequence, long retryAfterMillis) {
        if (reason.code() == null) {
            return null;
        }
        return ServerMessage.newBuilder()
                .setRefusal(Refusal.newBuilder()
                        .setCode(reason.code())
                        .setMessage(text(reason))
                        .setExpectedSequence(expectedSequence)
                        .setRetryAfterMs((int) Math.min(retryAfterMillis, Integer.MAX_VALUE)))
                .build();
    }

    private static String text(CloseReason reason) {
        return switch (reason) {
            case UNSUPPORTED_VERSION -> "this server speaks protocol version 1";
            case UNAUTHENTICATED -> "unknown gate or wrong token";
            case MALFORMED -> "not a frame of this protocol, or a frame out of place";
            case FRAME_TOO_LARGE -> "a frame is at most 4096 bytes, 512 before Welcome";
            case SEQUENCE_GAP -> "a sequence is missing: go on from expected_sequence";
            case WINDOW_EXCEEDED -> "more messages are unacknowledged than the window allows";
            case REPLACED -> "this gate connected again";
            case IDENTITY_SHARED -> "two devices use the identity of this gate: the one that is connected stays";
            case OVERLOADED -> "no room for another connection now";
            case LOGIN_DELAYED -> "too many failed logins from this address or for this gate: come back later";
            case SHUTTING_DOWN -> "the server is being stopped: come back after retry_after_ms";
            case HELLO_LATE -> "no Hello within its deadline";
            case FRAME_LATE -> "a frame was not whole within its deadline";
            case SILENT -> "nothing was heard for 2.5 heartbeats";
            case SLOW_READER -> "what was sent was not read";
            case STORAGE_FAILED -> "the journal can't be written: decide by yourself";
            case STREAM_CLOSED -> "begin a new stream; expected_sequence says what to drop first";
            case CERTIFICATE_OF_ANOTHER -> "the client certificate names another gate";
            case REVOKED -> "this gate, or its token, is no longer in the register";
            case PEER_CLOSED, IO_ERROR, TLS -> "";
        };
    }
}
