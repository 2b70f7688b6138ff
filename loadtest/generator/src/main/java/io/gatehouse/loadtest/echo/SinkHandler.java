package io.gatehouse.loadtest.echo;

import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Lets every gate in and answers each frame with an ALLOW, and each read with an ack, without looking at what it says:
 * the least that keeps the gates' side of the protocol at work.
 */
final class SinkHandler extends ChannelInboundHandlerAdapter {
    private static final int WINDOW = 1024;
    /** Nobody's heartbeats within a test. */
    private static final int HEARTBEAT_MS = 3_600_000;

    private static final int DECISION = 2 << 3 | 2;
    private static final int ACK = 3 << 3 | 2;
    /** Verdict ALLOW and the reason OK alone, behind the sequence. */
    private static final byte[] ALLOW = {2 << 3, 1, 3 << 3 | 2, 1, 1};

    private static final byte[] NOTHING = {};
    private static final int LONGEST_ANSWER = 24;

    /** What an unfinished Hello left; null once there was a whole one. */
    private ByteBuf hello = Unpooled.buffer(64);

    private long sequence;
    private int missing;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        ByteBuf in = (ByteBuf) message;
        try {
            if (hello != null && !greets(ctx, in)) {
                return;
            }
            answer(ctx, in);
        } finally {
            in.release();
        }
    }

    private boolean greets(ChannelHandlerContext ctx, ByteBuf in) throws Exception {
        while (in.isReadable()) {
            hello.writeByte(in.readByte());
            if (hello.writerIndex() > 1 && hello.getByte(0) == hello.writerIndex() - 1) {
                GateMessage first = GateMessage.parseFrom(hello.nioBuffer(1, hello.writerIndex() - 1));
                hello = null;
                sequence = first.getHello().getFirstSequence() - 1;
                byte[] welcome = ServerMessage.newBuilder()
                        .setWelcome(Welcome.newBuilder()
                                .setDurableSequence(sequence)
                                .setWindow(WINDOW)
                                .setHeartbeatMs(HEARTBEAT_MS)
                                .setJournalId(1))
                        .build()
                        .toByteArray();
                ctx.write(Unpooled.buffer().writeByte(welcome.length).writeBytes(welcome), ctx.voidPromise());
                return true;
            }
        }
        return false;
    }

    private void answer(ChannelHandlerContext ctx, ByteBuf in) {
        int at = in.readerIndex();
        int end = in.writerIndex();
        ByteBuf out = ctx.alloc().directBuffer(LONGEST_ANSWER + (end - at));
        while (at < end) {
            if (missing == 0) {
                missing = in.getByte(at++);
            }
            int step = Math.min(missing, end - at);
            at += step;
            missing -= step;
            if (missing == 0) {
                numbered(out, DECISION, ++sequence, ALLOW);
            }
        }
        if (out.isReadable()) {
            numbered(out, ACK, sequence, NOTHING);
            ctx.write(out, ctx.voidPromise());
        } else {
            out.release();
        }
    }

    private static void numbered(ByteBuf out, int tag, long number, byte[] rest) {
        int length = (70 - Long.numberOfLeadingZeros(number | 1)) / 7 + 1 + rest.length;
        out.writeByte(length + 2).writeByte(tag).writeByte(length).writeByte(1 << 3);
        long left = number;
        while ((left & ~0x7fL) != 0) {
            out.writeByte((int) left | 0x80);
            left >>>= 7;
        }
        out.writeByte((int) left).writeBytes(rest);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.channel().config().setAutoRead(ctx.channel().isWritable());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // The other side broke off: there is nobody to tell.
        ctx.close();
    }
}
