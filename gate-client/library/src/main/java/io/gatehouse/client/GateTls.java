package io.gatehouse.client;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** TLS 1.3 of a gate. The server's certificate has to name the host that the gate connects to; nothing turns that off. */
public final class GateTls {
    private static final int HANDSHAKE_MILLIS = 5_000;

    private final SslContext context;

    private GateTls(SslContext context) {
        this.context = context;
    }

    /**
     * Trusts servers of these authorities.
     *
     * @param authorities PEM with one or more certificates
     * @throws IllegalArgumentException if the file can't be used
     */
    public static GateTls trusting(Path authorities) {
        return make(SslContextBuilder.forClient(), authorities);
    }

    /**
     * The same, and the gate shows a certificate that names it: it needs no token then.
     *
     * @param certificate PEM: the gate's certificate, then those that lead up to its authority
     * @param key PEM, PKCS#8 without a password
     * @throws IllegalArgumentException if a file can't be used
     */
    public static GateTls trusting(Path authorities, Path certificate, Path key) {
        try {
            return make(SslContextBuilder.forClient().keyManager(certificate.toFile(), key.toFile()), authorities);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("can't use " + certificate + " with " + key, e);
        }
    }

    private static GateTls make(SslContextBuilder builder, Path authorities) {
        try {
            return new GateTls(builder.trustManager(authorities.toFile())
                    .protocols("TLSv1.3")
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build());
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("can't use " + authorities, e);
        }
    }

    SslHandler handler(Channel channel, InetSocketAddress server) {
        SslHandler handler = context.newHandler(channel.alloc(), server.getHostString(), server.getPort());
        handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        return handler;
    }
}
