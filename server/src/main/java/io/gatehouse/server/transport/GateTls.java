package io.gatehouse.server.transport;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Date;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;

/**
 * TLS 1.3 of the gate listener, and the certificate that new connections get. A reload leaves the connections that stand
 * as they are. Resumed sessions end with the certificate: each context has its own.
 */
public final class GateTls {
    private static final String VERSION = "TLSv1.3";
    private static final int CLOSE_NOTIFY_MILLIS = 1_000;

    /** What the files hold. */
    private record Material(PrivateKey key, X509Certificate[] chain, X509Certificate[] authorities) {
        /** The key is the certificate's, so it need not be compared. */
        boolean same(Material other) {
            return Arrays.equals(chain, other.chain) && Arrays.equals(authorities, other.authorities);
        }

        long untilMillis() {
            return Arrays.stream(chain)
                    .mapToLong(certificate -> certificate.getNotAfter().getTime())
                    .min()
                    .orElseThrow();
        }
    }

    private final TlsOptions options;
    private final LongSupplier wallUs;
    private final SslProvider provider;
    private final ExecutorService handshakes;
    private volatile SslContext context;
    private Material inUse;

    private GateTls(TlsOptions options, LongSupplier wallUs, SslProvider provider) {
        this.options = options;
        this.wallUs = wallUs;
        this.provider = provider;
        AtomicInteger next = new AtomicInteger();
        // Signatures take a millisecond each: not on the event loops, where the scans of others would wait for them.
        // Its queue is bounded by the connections that are not logged in.
        handshakes =
                Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors() / 4), task -> {
                    Thread thread = new Thread(task, "gh-tls-" + next.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Reads the files. An expired certificate is taken here: gates that look will refuse it, but the operators' page is
     * up and says so.
     *
     * @param wallUs the clock, microseconds since 1970
     */
    public static GateTls load(TlsOptions options, LongSupplier wallUs) throws BadCertificateException {
        GateTls tls = new GateTls(options, wallUs, provider(options));
        tls.use(tls.read());
        return tls;
    }

    private static SslProvider provider(TlsOptions options) throws BadCertificateException {
        boolean native13 = OpenSsl.isAvailable() && SslProvider.isTlsv13Supported(SslProvider.OPENSSL);
        if (options.provider() == TlsOptions.Provider.OPENSSL && !native13) {
            throw new BadCertificateException(
                    options.certificate(), "tls.provider = openssl, but its library does not load here");
        }
        return native13 && options.provider() != TlsOptions.Provider.JDK ? SslProvider.OPENSSL : SslProvider.JDK;
    }

    /**
     * Reads the files again. One thread at a time.
     *
     * @return false where they hold what is used already
     * @throws BadCertificateException where they can't be used: all is as before
     */
    public boolean reload() throws BadCertificateException {
        Material read = read();
        if (read.same(inUse)) {
            return false;
        }
        Date now = new Date(wallUs.getAsLong() / 1_000);
        for (X509Certificate certificate : read.chain) {
            if (now.after(certificate.getNotAfter()) || now.before(certificate.getNotBefore())) {
                throw new BadCertificateException(
                        options.certificate(),
                        "is valid from " + certificate.getNotBefore().toInstant() + " until "
                                + certificate.getNotAfter().toInstant());
            }
        }
        use(read);
        return true;
    }

    private Material read() throws BadCertificateException {
        X509Certificate[] chain = PemFiles.chain(options.certificate());
        PrivateKey key = PemFiles.key(options.key(), chain[0]);
        return new Material(key, chain, options.clientCa() == null ? null : PemFiles.certificates(options.clientCa()));
    }

    private void use(Material material) throws BadCertificateException {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(material.key, material.chain)
                    .sslProvider(provider)
                    .protocols(VERSION)
                    .clientAuth(
                            switch (options.clientAuth()) {
                                case NONE -> ClientAuth.NONE;
                                case OPTIONAL -> ClientAuth.OPTIONAL;
                                case REQUIRED -> ClientAuth.REQUIRE;
                            });
            if (material.authorities != null) {
                builder.trustManager(material.authorities);
            }
            context = builder.build();
            inUse = material;
        } catch (SSLException e) {
            throw new BadCertificateException(options.certificate(), "can't be used: " + e.getMessage(), e);
        }
    }

    /** The handlers in front of the gate's own. */
    TlsLayer addTo(SocketChannel channel) {
        SslHandler ssl = context.newHandler(channel.alloc(), handshakes);
        ssl.setHandshakeTimeoutMillis(options.handshakeMillis());
        ssl.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
        WireBytes wire = new WireBytes();
        TlsLayer layer = new TlsLayer(ssl, wire);
        channel.pipeline().addLast("wire", wire).addLast("tls", ssl).addLast("tls-end", layer);
        return layer;
    }

    /** When the first certificate of the chain in use expires, seconds since 1970. */
    public long untilSeconds() {
        return inUse.untilMillis() / 1_000;
    }

    /** Whether a certificate in use is past its time. */
    public boolean expired() {
        return inUse.untilMillis() < wallUs.getAsLong() / 1_000;
    }

    /** For the log. */
    @Override
    public String toString() {
        X509Certificate leaf = inUse.chain[0];
        return "TLS 1.3 by " + (provider == SslProvider.OPENSSL ? OpenSsl.versionString() : "the JDK")
                + ", certificate of " + leaf.getSubjectX500Principal().getName() + ", serial "
                + leaf.getSerialNumber().toString(16) + ", until " + new Date(inUse.untilMillis()).toInstant()
                + ", client certificates " + options.clientAuth().name().toLowerCase(java.util.Locale.ROOT);
    }

    public void close() {
        handshakes.shutdown();
    }
}
