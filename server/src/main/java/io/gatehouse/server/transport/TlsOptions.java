package io.gatehouse.server.transport;

import java.nio.file.Path;

/**
 * TLS of the gate listener.
 *
 * @param certificate PEM: the server's certificate, then those that lead up to its authority
 * @param key PEM, PKCS#8 without a password: the certificate's key; a file that only its owner may read
 * @param clientAuth whether gates show certificates of their own
 * @param clientCa PEM: authorities of the gates' certificates; null where gates show none
 * @param provider what does the arithmetic
 * @param handshakeMillis from connect to the end of the handshake
 */
public record TlsOptions(
        Path certificate, Path key, ClientAuth clientAuth, Path clientCa, Provider provider, int handshakeMillis) {
    public enum ClientAuth {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    public enum Provider {
        /** OpenSSL where its library loads, else the JDK. */
        AUTO,
        OPENSSL,
        JDK
    }
}
