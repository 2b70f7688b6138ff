package io.gatehouse.loadtest.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * TLS 1.3 of simulated gates, by BoringSSL where its library loads, else by the JDK. The server's certificate has to name
 * the target's host. Each gate is a device of its own: what one kept of an earlier connection, no other resumes.
 */
public final class LinkTls {
    private static final int HANDSHAKE_MILLIS = 10_000;

    private final SslContext context;

    private LinkTls(SslContext context) {
        this.context = context;
    }

    /**
     * Reads the files.
     *
     * @param authorities PEM, whom gates trust; null: whom the JDK does
     * @param certificate PEM that all gates show, with those that lead up to its authority; null: none
     * @param key PEM, PKCS#8 without a password; null with the certificate
     * @throws IllegalArgumentException where one of them can't be used, with its name
     */
    public static LinkTls of(Path authorities, Path certificate, Path key) {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3")
                .endpointIdentificationAlgorithm("HTTPS");
        try {
            if (authorities != null) {
                builder.trustManager(authorities.toFile());
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(words(authorities.toString(), e), e);
        }
        try {
            if (certificate != null) {
                builder.keyManager(certificate.toFile(), key.toFile());
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(words(certificate + " with " + key, e), e);
        }
        try {
            return new LinkTls(builder.build());
        } catch (SSLException e) {
            throw new IllegalArgumentException(words(authorities + "", e), e);
        }
    }

    private static String words(String files, Exception e) {
        return "can't use %s: %s".formatted(files, root(e).getMessage());
    }

    /** Who does the arithmetic, for reports. */
    public static String provider() {
        return OpenSsl.isAvailable() ? "BoringSSL" : "JDK";
    }

    /** On the lane's loop. */
    SslHandler handler(Channel channel, InetSocketAddress target, int gate) {
        // The port is no part of what is verified, only of the key under which a session is kept: so each gate has its
        // own.
        SslHandler handler = context.newHandler(channel.alloc(), target.getHostString(), 1 + gate);
        handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        return handler;
    }

    /** Whether a handshake would fail the same way again. */
    static boolean isForGood(Throwable cause) {
        return isPlain(cause) || untrusted(cause) != null;
    }

    /** Why there was no handshake, and what to do. */
    static String describe(Throwable cause) {
        if (isPlain(cause)) {
            return "that does not speak TLS: leave --tls out, or name the server's TLS port";
        }
        Throwable untrusted = untrusted(cause);
        if (untrusted != null) {
            return "the server's certificate is not trusted: %s (--tls-ca names its authority, --target a host that it names)"
                    .formatted(untrusted.getMessage());
        }
        if (cause instanceof ClosedChannelException
                || String.valueOf(cause.getMessage()).contains("losed")) {
            return "the other side closed the connection during the TLS handshake: does it speak TLS?";
        }
        return "no TLS handshake: " + root(cause).getMessage();
    }

    /**
     * What a server says of a client certificate, or of none: by TLS 1.3 only once the client believes the handshake to be
     * over. In words; null where it is about something else.
     */
    static String refused(Throwable cause) {
        Throwable root = root(cause);
        String words = String.valueOf(root.getMessage()).toUpperCase(Locale.ROOT);
        // BoringSSL writes TLSV1_ALERT_CERTIFICATE_REQUIRED, the JDK 'Received fatal alert: certificate_required'.
        return root instanceof SSLException
                        && words.contains("ALERT")
                        && (words.contains("CERTIFICATE") || words.contains("UNKNOWN_CA"))
                ? "the server wants a client certificate of an authority that it trusts (--tls-cert, --tls-key): "
                        + root.getMessage()
                : null;
    }

    /** Why somebody may have closed a connection that nothing has come by. */
    static String guess(ChannelPipeline pipeline) {
        return pipeline.get(SslHandler.class) == null
                ? "is it a gate server? One with TLS wants --tls"
                : "is it a gate server? It may want a client certificate (--tls-cert, --tls-key)";
    }

    private static boolean isPlain(Throwable cause) {
        return cause instanceof NotSslRecordException || cause.getCause() instanceof NotSslRecordException;
    }

    /** The last word on a certificate; null where it is about something else. */
    private static Throwable untrusted(Throwable cause) {
        Throwable found = null;
        for (Throwable at = cause; at != null; at = at.getCause()) {
            found = at instanceof CertificateException || found != null ? at : null;
        }
        return found;
    }

    private static Throwable root(Throwable cause) {
        Throwable at = cause;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }
}
