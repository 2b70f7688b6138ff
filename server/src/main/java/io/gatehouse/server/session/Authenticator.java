package io.gatehouse.server.session;

import com.google.protobuf.ByteString;
import io.gatehouse.server.roster.GateDirectory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.Supplier;

/** Who says Hello. An unknown gate and a wrong token take the same answer and the same work. One event loop. */
final class Authenticator {
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

    /**
     * @param token may be empty where a certificate names the gate; one that is given has to be right
     * @param certified ids that a verified client certificate names; null where there is no certificate
     */
    Login authenticate(String gateId, ByteString token, List<String> certified) {
        if (certified != null && !certified.contains(gateId)) {
            return Login.OTHER_GATE;
        }
        byte[] digest = sha256.digest(token.toByteArray());
        GateDirectory.Entry entry = directory.get().lookup(gateId);
        boolean known = Login.isTokenOf(entry, digest);
        if (certified != null && token.isEmpty()) {
            return entry == null ? Login.FAILED : new Login(null, entry, null);
        }
        return known ? new Login(null, entry, digest) : Login.FAILED;
    }
}
