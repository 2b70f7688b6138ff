package io.gatehouse.server.session;

import com.google.protobuf.ByteString;
import io.gatehouse.server.roster.GateDirectory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;

/** Who says Hello. An unknown gate and a wrong token take the same answer and the same work. One event loop. */
final class Authenticator {
    private static final byte[] NO_DIGEST = new byte[32];

    private final Supplier<GateDirectory> directory;
    private final MessageDigest sha256;

    Authenticator(Supplier<GateDirectory> directory) {
        this.directory = directory;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The gate, or null. */
    GateDirectory.Entry authenticate(String gateId, ByteString token) {
        byte[] digest = sha256.digest(token.toByteArray());
        GateDirectory.Entry entry = directory.get().lookup(gateId);
        boolean first = MessageDigest.isEqual(digest, digestAt(entry, 0));
        boolean second = MessageDigest.isEqual(digest, digestAt(entry, 1));
        return first | second ? entry : null;
    }

    private static byte[] digestAt(GateDirectory.Entry entry, int index) {
        // All zeros is no digest of anything known: the comparison is made and fails.
        return entry != null && index < entry.tokens().length ? entry.tokens()[index] : NO_DIGEST;
    }
}
