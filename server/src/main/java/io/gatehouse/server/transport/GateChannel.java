package io.gatehouse.server.transport;

import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.server.metrics.LoopMeters;
import io.gatehouse.server.session.CloseReason;
import io.gatehouse.server.session.Link;
import io.gatehouse.server.session.Session;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
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
    private static final int LINGER_MILLIS = 1_000;
    /** What Netty counts for each queued buffer beside its bytes. */
    private static final int QUEUED_OVERHEAD = 96;

    private static final byte[] NOTHING = {};
    private static final int SMALL_REST = 64;

    private final GateLoop loop;
    private final LoopMeters meters;
    private ChannelHandlerContext context;
    private Session session;
    private FrameDecoder decoder;
    private byte[] rest = NOTHING;
    private int restLength;
    private boolean restHeld;
    private ByteBuf out;
    private long queuedBytes;
    private boolean unwritable;

    GateChannel(GateLoop loop, LoopMeters meters) {
        this.loop = loop;
        this.meters = meters;
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
            session.onRingFull();
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
        session.onWritable(writable);
    }

    private void countUnwritable(boolean now) {
        if (now != unwritable) {
            unwritable = now;
            meters.onUnwritable(now);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.onGone(CloseReason.PEER_CLOSED);
        countUnwritable(false);
        releaseOut();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset by the peer is an end like any other; a bug of ours ends this connection and no other.
        if (!(cause instanceof IOException)) {
            LOG.error("a connection is closed for a fault of the server", cause);
        }
        session.onGone(CloseReason.IO_ERROR);
        ctx.close();
    }

    // ---- out ----------------------------------------------------------------------------------------

    @Override
    public void send(ServerMessage message) {
        byte[] bytes = loop.scratch().out(WireEncoder.sizeOf(message));
        int length = WireEncoder.frame(bytes, 0, message);
        out(length).writeBytes(bytes, 0, length);
    }

    @Override
    public void decision(long sequence, int verdict, int reasons, boolean attention) {
        byte[] bytes = loop.scratch().out(WireEncoder.MAX_DECISION);
        int length = WireEncoder.decision(bytes, 0, sequence, verdict, reasons, attention);
        out(length).writeBytes(bytes, 0, length);
    }

    @Override
    public void ack(long durableSequence) {
        byte[] bytes = loop.scratch().out(WireEncoder.MAX_ACK);
        int length = WireEncoder.ack(bytes, 0, durableSequence);
        out(length).writeBytes(bytes, 0, length);
    }

    @Override
    public void heartbeat(long sentAtUs, long echoUs) {
        byte[] bytes = loop.scratch().out(WireEncoder.MAX_HEARTBEAT);
        int length = WireEncoder.heartbeat(bytes, 0, sentAtUs, echoUs);
        out(length).writeBytes(bytes, 0, length);
    }

    private ByteBuf out(int length) {
        if (out == null) {
            out = context.alloc().directBuffer(FIRST_OUT);
        }
        return out.ensureWritable(length);
    }

    @Override
    public void flush() {
        if (out != null) {
            ByteBuf frames = out;
            out = null;
            meters.onSent(frames.readableBytes());
            queuedBytes += frames.readableBytes() + QUEUED_OVERHEAD;
            context.writeAndFlush(frames, context.voidPromise());
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
        return queue == null ? queuedBytes : queuedBytes - queue.totalPendingWriteBytes() + queue.currentProgress();
    }

    // ---- the end ------------------------------------------------------------------------------------

    @Override
    public void end(CloseReason reason, ServerMessage refusal) {
        restLength = 0;
        rest = NOTHING;
        if (refusal == null || !context.channel().isActive()) {
            releaseOut();
            context.close();
            return;
        }
        send(refusal);
        ByteBuf last = out;
        out = null;
        meters.onSent(last.readableBytes());
        // The output ends behind the refusal; what still comes in is read and thrown away, since unread bytes would
        // turn the close into a reset that eats the refusal.
        context.writeAndFlush(last).addListener(done -> ((SocketChannel) context.channel()).shutdownOutput());
        context.channel().config().setAutoRead(true);
        context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void releaseOut() {
        if (out != null) {
            out.release();
            out = null;
        }
    }
}
