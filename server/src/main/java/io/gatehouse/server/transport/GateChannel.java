package io.gatehouse.server.transport;

import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.metrics.Handshake;
import io.gatehouse.server.metrics.LoopMeters;
import io.gatehouse.server.session.CloseReason;
import io.gatehouse.server.session.Link;
import io.gatehouse.server.session.Session;
import io.gatehouse.server.session.Visitor;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one handler of a gate's connection: bytes to frames on the way in, frames to bytes on the way out, and the one
 * place where a connection is closed.
 */
final class GateChannel extends ChannelInboundHandlerAdapter implements Link {
    private static final Logger LOG = LoggerFactory.getLogger(GateChannel.class);
    private static final int FIRST_OUT = 512;
    /** An idle gate keeps no more. */
    private static final int MOST_OUT_KEPT = 16 * 1024;

    static final int LINGER_MILLIS = 1_000;
    /** What Netty counts for each queued buffer beside its bytes. */
    static final int QUEUED_OVERHEAD = 96;

    private static final byte[] NOTHING = {};
    private static final int SMALL_REST = 64;

    private final GateLoop loop;
    private final LoopMeters meters;
    private final Visitor visitor;
    /** Null on a plain connection. */
    private final TlsLayer tls;

    private ChannelHandlerContext context;
    private Session session;
    private FrameDecoder decoder;
    private byte[] rest = NOTHING;
    private int restLength;
    private boolean restHeld;
    private byte[] out = NOTHING;
    private int outLength;
    private long queuedBytes;
    private boolean unwritable;
    private CloseReason handshakeFailed;

    /** @param tls null: a plain connection */
    GateChannel(GateLoop loop, LoopMeters meters, Visitor visitor, TlsLayer tls) {
        this.loop = loop;
        this.meters = meters;
        this.visitor = visitor;
        this.tls = tls;
    }

    // ---- in -----------------------------------------------------------------------------------------

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        session = loop.sessions().connect(this);
        decoder = new FrameDecoder(session, loop.scratch());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            int length = in.readableBytes();
            meters.onReceived(length);
            if (session.deaf()) {
                return;
            }
            byte[] bytes = loop.scratch().in(restLength + length);
            System.arraycopy(rest, 0, bytes, 0, restLength);
            in.readBytes(bytes, restLength, length);
            session.onRead();
            decode(bytes, restLength + length, restLength > 0);
        } finally {
            in.release();
        }
    }

    private void decode(byte[] bytes, int length, boolean began) {
        int left = decoder.decode(bytes, 0, length);
        keep(bytes, left, length);
        if (decoder.stalled()) {
            restHeld = true;
            session.reading().onRingFull();
        } else {
            restHeld = false;
            session.onReadEnd(restLength > 0, began && left == 0);
        }
    }

    private void keep(byte[] bytes, int from, int to) {
        restLength = to - from;
        if (restLength > rest.length) {
            rest = new byte[Math.max(SMALL_REST, Integer.highestOneBit(restLength - 1) << 1)];
        }
        System.arraycopy(bytes, from, rest, 0, restLength);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        boolean writable = ctx.channel().isWritable();
        countUnwritable(!writable);
        session.reading().onWritable(writable);
    }

    private void countUnwritable(boolean now) {
        if (now != unwritable) {
            unwritable = now;
            meters.onUnwritable(now);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.onGone(handshakeFailed == null ? CloseReason.PEER_CLOSED : handshakeFailed);
        countUnwritable(false);
        dropOut();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset by the peer is an end like any other; a bug of ours ends this connection and no other.
        // What is no TLS comes wrapped; a failed handshake closes by itself once its alert is out.
        Throwable root = cause instanceof DecoderException ? cause.getCause() : cause;
        if (!(root instanceof IOException)) {
            LogEvent.CONNECTION_FAILED
                    .error(LOG)
                    .setCause(cause)
                    .log("a connection is closed for a fault of the server");
        }
        if (handshakeFailed == null) {
            session.onGone(CloseReason.IO_ERROR);
            ctx.close();
        }
    }

    /** The handshake is over. Where it failed, TLS sends its alert and closes. */
    void onHandshake(Handshake result) {
        meters.onHandshake(result);
        if (result != Handshake.OK) {
            handshakeFailed = result == Handshake.LATE ? CloseReason.HELLO_LATE : CloseReason.TLS;
        }
    }

    @Override
    public List<String> certified() {
        return tls == null ? null : tls.certified();
    }

    /** The socket is closed, whatever became of the session before. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        loop.sessions().gone(visitor);
    }

    @Override
    public Visitor visitor() {
        return visitor;
    }

    // ---- out ----------------------------------------------------------------------------------------

    @Override
    public void send(ServerMessage message) {
        outLength = WireEncoder.frame(room(WireEncoder.sizeOf(message)), outLength, message);
    }

    @Override
    public void decision(long sequence, int verdict, int reasons, boolean attention) {
        byte[] to = room(WireEncoder.MAX_DECISION);
        outLength = WireEncoder.decision(to, outLength, sequence, verdict, reasons, attention);
    }

    @Override
    public void ack(long durableSequence) {
        outLength = WireEncoder.ack(room(WireEncoder.MAX_ACK), outLength, durableSequence);
    }

    @Override
    public void heartbeat(long sentAtUs, long echoUs) {
        outLength = WireEncoder.heartbeat(room(WireEncoder.MAX_HEARTBEAT), outLength, sentAtUs, echoUs);
    }

    /** The frames to be written, with room for so many bytes more. */
    private byte[] room(int length) {
        if (out.length - outLength < length) {
            out = Arrays.copyOf(out, Math.max(FIRST_OUT, 2 * (outLength + length)));
        }
        return out;
    }

    @Override
    public void flush() {
        if (outLength > 0) {
            ByteBuf frames = takeOut();
            queuedBytes += frames.readableBytes() + QUEUED_OVERHEAD;
            context.writeAndFlush(frames, context.voidPromise());
        }
    }

    /**
     * Frames wait for their flush in an array of the channel's own. A pooled buffer would do, but the pool makes garbage
     * wherever many are held at a time, and here each channel of a batch would hold one.
     */
    private ByteBuf takeOut() {
        ByteBuf frames = context.alloc().directBuffer(Math.max(FIRST_OUT, outLength));
        frames.writeBytes(out, 0, outLength);
        meters.onSent(outLength);
        dropOut();
        return frames;
    }

    private void dropOut() {
        outLength = 0;
        if (out.length > MOST_OUT_KEPT) {
            out = NOTHING;
        }
    }

    @Override
    public void setReading(boolean reading) {
        if (reading && restHeld) {
            byte[] bytes = loop.scratch().in(restLength);
            System.arraycopy(rest, 0, bytes, 0, restLength);
            decode(bytes, restLength, true);
            if (restHeld) {
                return;
            }
        }
        context.channel().config().setAutoRead(reading);
    }

    @Override
    public long takenBytes() {
        ChannelOutboundBuffer queue = context.channel().unsafe().outboundBuffer();
        long queued = tls == null ? queuedBytes : tls.queued();
        return queue == null ? queued : queued - queue.totalPendingWriteBytes() + queue.currentProgress();
    }

    // ---- the end ------------------------------------------------------------------------------------

    @Override
    public void end(CloseReason reason, ServerMessage refusal) {
        restLength = 0;
        rest = NOTHING;
        if (refusal == null || !context.channel().isActive()) {
            dropOut();
            context.close();
            return;
        }
        send(refusal);
        ByteBuf last = takeOut();
        // The output ends behind the refusal; what still comes in is read and thrown away, since unread bytes would
        // turn the close into a reset that eats the refusal.
        context.writeAndFlush(last).addListener(done -> TlsLayer.endOutput(tls, (SocketChannel) context.channel()));
        context.channel().config().setAutoRead(true);
        context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }
}
