package io.gatehouse.server.session;

import io.gatehouse.server.roster.GateDirectory;
import java.security.MessageDigest;

/**
 * What came of a Hello's proof of identity.
 *
 * @param against why it does not count; null where it does
 * @param gate who it is; null where it does not count
 * @param tokenSha256 of the token that was given; null where the client certificate alone names the gate
 */
record Login(CloseReason against, GateDirectory.Entry gate, byte[] tokenSha256) {
    private static final byte[] NO_DIGEST = new byte[32];

    /** The same answer for an unknown gate and for a wrong token. */
    static final Login FAILED = new Login(CloseReason.UNAUTHENTICATED, null, null);
    /** The client certificate is good, but not for this gate. */
    static final Login OTHER_GATE = new Login(CloseReason.CERTIFICATE_OF_ANOTHER, null, null);

    /** Whether it would count now, too: the gate stands, and its token was not taken back. */
    boolean stands(GateDirectory directory) {
        GateDirectory.Entry now = directory.lookup(gate.id());
        return now == gate || now != null && (tokenSha256 == null || isTokenOf(now, tokenSha256));
    }

    /** Compares with both tokens, in the same time whatever they are. */
    static boolean isTokenOf(GateDirectory.Entry entry, byte[] digest) {
        boolean first = MessageDigest.isEqual(digest, digestAt(entry, 0));
        boolean second = MessageDigest.isEqual(digest, digestAt(entry, 1));
        return first | second;
    }

    private static byte[] digestAt(GateDirectory.Entry entry, int index) {
        // All zeros is no digest of anything known: the comparison is made and fails.
        return entry != null && index < entry.tokens().length ? entry.tokens()[index] : NO_DIGEST;
    }
}
