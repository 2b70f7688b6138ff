package io.gatehouse.server.transport;

import io.gatehouse.server.metrics.Handshake;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What a gate's channel has to know of the TLS in front of it. One event loop. */
final class TlsLayer extends ChannelInboundHandlerAdapter {
    private final SslHandler ssl;
    private final WireBytes wire;
    private GateChannel gate;

    TlsLayer(SslHandler ssl, WireBytes wire) {
        this.ssl = ssl;
        this.wire = wire;
    }

    /** Who hears of the handshake; nobody where a connection is turned away. */
    void tell(GateChannel channel) {
        gate = channel;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (gate != null && event instanceof SslHandshakeCompletionEvent done) {
            gate.onHandshake(done.isSuccess() ? Handshake.OK : failure(done.cause()));
        }
        ctx.fireUserEventTriggered(event);
    }

    /** Bytes that went to the socket's queue. */
    long queued() {
        return wire.queued();
    }

    /**
     * Ends the output in an orderly way: TLS first, then the socket, behind all that was written.
     *
     * @param layer null on a plain connection
     */
    static void endOutput(TlsLayer layer, SocketChannel channel) {
        if (layer == null) {
            channel.shutdownOutput();
        } else {
            layer.ssl.closeOutbound();
            layer.wire.drained().addListener(done -> channel.shutdownOutput());
        }
    }

    /** See {@link io.gatehouse.server.session.Link#certified}. */
    List<String> certified() {
        SSLSession session = ssl.engine().getSession();
        try {
            return CertifiedNames.of((X509Certificate) session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /** Why a handshake failed, as far as the two providers let it be known. */
    static Handshake failure(Throwable cause) {
        if (cause instanceof NotSslRecordException) {
            return Handshake.NOT_TLS;
        }
        if (cause instanceof SslHandshakeTimeoutException) {
            return Handshake.LATE;
        }
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof ClosedChannelException) {
                return Handshake.CLOSED;
            }
            if (at instanceof CertificateException || at instanceof CertPathValidatorException) {
                return Handshake.CERTIFICATE;
            }
        }
        return byText(String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT));
    }

    private static Handshake byText(String text) {
        if (text.contains("alert")) {
            return Handshake.ALERT;
        }
        if (text.contains("certificate")) {
            return Handshake.CERTIFICATE;
        }
        if (text.contains("closed")) {
            return Handshake.CLOSED;
        }
        return text.contains("protocol") || text.contains("cipher") ? Handshake.VERSION : Handshake.OTHER;
    }
}
