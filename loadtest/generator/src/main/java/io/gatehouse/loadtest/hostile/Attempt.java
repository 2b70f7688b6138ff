package io.gatehouse.loadtest.hostile;

import com.google.protobuf.ByteString;
import io.gatehouse.loadtest.hostile.HostileFigures.End;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.wire.GateFrames;
import io.gatehouse.loadtest.wire.ScanFrame;
import io.gatehouse.loadtest.wire.ServerFrames;
import io.gatehouse.loadtest.wire.ServerSink;
import io.gatehouse.loadtest.wire.WireException;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** One connection of a gate that misbehaves, until it is sent away. */
final class Attempt extends ChannelInboundHandlerAdapter implements ServerSink {
    private static final int DRIP_MS = 500;
    private static final int BLIND_MS = 50;
    private static final int BLIND_SCANS = 200;
    private static final int FLOOD_SCANS = 4_096;

    private final Gate gate;
    private final Trick trick;
    private final SplittableRandom random;
    private final Ended ended;
    private final ServerFrames frames = new ServerFrames();
    private byte[] carried = new byte[4096];
    private int carriedBytes;
    private ChannelHandlerContext ctx;
    private boolean welcome;
    private boolean over;
    private long sequence;
    private int dripped;

    /** Told when it is over. */
    interface Ended {
        void ended(Attempt attempt, End end, String words, long retryAfterMs);
    }

    Attempt(Gate gate, Trick trick, SplittableRandom random, Ended ended) {
        this.gate = gate;
        this.trick = trick;
        this.random = random;
        this.ended = ended;
    }

    Gate gate() {
        return gate;
    }

    Trick trick() {
        return trick;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        later(
                trick.seconds() * 1000L,
                () -> end(End.NOT_SENT_AWAY, words("was still connected after " + trick.seconds() + " s"), 0));
        if (trick == Trick.NO_HELLO) {
            return;
        }
        ByteString token = trick == Trick.WRONG_TOKEN ? ByteString.copyFromUtf8("not the token") : gate.token();
        byte[] hello = GateFrames.of(Hello.newBuilder()
                .setProtocolVersion(1)
                .setGateId(gate.id())
                .setToken(token)
                .setStreamId(random.nextLong())
                .setFirstSequence(1)
                .setSoftware("gatehouse-loadtest-hostile/1")
                .setSentAtUs(nowUs())
                .build());
        // In one write, so that the server has read both before it can answer.
        byte[] early = trick == Trick.EARLY ? scans(1) : new byte[0];
        byte[] both = Arrays.copyOf(hello, hello.length + early.length);
        System.arraycopy(early, 0, both, hello.length, early.length);
        send(both);
    }

    @Override
    public void welcome(Welcome message) {
        welcome = true;
        switch (trick) {
            case WRONG_TOKEN, NO_HELLO, EARLY -> end(End.NOT_SENT_AWAY, words("was let in"), 0);
            case OVERSIZED -> send(new byte[] {(byte) 0x88, 0x27, 0});
            case GARBAGE -> send(garbage());
            case FLOODS -> flood();
            case DRIPS -> drip();
            case NEVER_READS -> {
                ctx.channel().config().setAutoRead(false);
                blind();
            }
            case SILENT -> {
                // What is wrong is that nothing more happens.
            }
        }
    }

    @Override
    public void refusal(Refusal refusal) {
        boolean expected = trick.expects(refusal.getCode());
        end(
                expected ? End.AS_EXPECTED : End.OTHERWISE,
                words("was refused: " + refusal.getCode()),
                Integer.toUnsignedLong(refusal.getRetryAfterMs()));
    }

    /** Bytes of which no beginning is a frame: a length that is padded, then noise. */
    private byte[] garbage() {
        byte[] bytes = new byte[64];
        random.nextBytes(bytes);
        bytes[0] = (byte) 0x80;
        bytes[1] = 0;
        return bytes;
    }

    private void flood() {
        if (!over) {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(scans(FLOOD_SCANS))).addListener(done -> flood());
        }
    }

    private void drip() {
        if (!over) {
            // A frame of 100 bytes that never comes to its end.
            send(new byte[] {(byte) (dripped++ == 0 ? 100 : 1)});
            later(DRIP_MS, this::drip);
        }
    }

    private void blind() {
        if (!over) {
            if (ctx.channel().isWritable()) {
                send(scans(BLIND_SCANS));
            }
            later(BLIND_MS, this::blind);
        }
    }

    /** Scans of passes that nobody has. */
    private byte[] scans(int count) {
        ScanFrame frame = new ScanFrame();
        byte[] bytes = new byte[count * ScanFrame.MAX_BYTES];
        int end = 0;
        for (int i = 0; i < count; i++) {
            frame.sequence = ++sequence;
            frame.passHigh = random.nextLong();
            frame.passLow = random.nextLong();
            frame.scannedAtUs = nowUs();
            frame.direction = 1;
            frame.temperature = 365;
            frame.medium = 1;
            end = frame.encode(bytes, end);
        }
        return Arrays.copyOf(bytes, end);
    }

    private static long nowUs() {
        return System.currentTimeMillis() * 1000;
    }

    private void send(byte[] bytes) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(bytes)).addListener(done -> {
            if (!done.isSuccess()) {
                closed();
            }
        });
    }

    private void later(long millis, Runnable what) {
        ctx.executor().schedule(what, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        int bytes = in.readableBytes();
        if (carriedBytes + bytes > carried.length) {
            carried = Arrays.copyOf(carried, 2 * (carriedBytes + bytes));
        }
        in.readBytes(carried, carriedBytes, bytes);
        in.release();
        carriedBytes += bytes;
        if (over) {
            carriedBytes = 0;
            return;
        }
        try {
            int used = frames.decode(carried, 0, carriedBytes, this);
            System.arraycopy(carried, used, carried, 0, carriedBytes - used);
            carriedBytes -= used;
        } catch (WireException e) {
            end(End.OTHERWISE, words(e.getMessage()), 0);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        closed();
    }

    private void closed() {
        end(trick.isDeaf() && welcome ? End.AS_EXPECTED : End.OTHERWISE, words("was closed without a word"), 0);
    }

    private String words(String what) {
        return "gate " + gate.id() + ", which " + trick.words() + ", " + what;
    }

    /** Once. */
    void end(End end, String words, long retryAfterMs) {
        if (!over) {
            over = true;
            ended.ended(this, end, words, retryAfterMs);
            if (ctx != null) {
                ctx.close();
            }
        }
    }

    @Override
    public void decision(long of, int verdict, boolean attention) {
        // It does not care.
    }

    @Override
    public void ack(long durableSequence) {
        // Nor for this.
    }

    @Override
    public void heartbeat(long sentAtUs, long echoUs) {
        if (echoUs == 0 && trick != Trick.SILENT && trick != Trick.NO_HELLO && trick != Trick.DRIPS) {
            send(GateFrames.heartbeat(nowUs(), sentAtUs));
        }
    }

    @Override
    public void command(Command command) {
        // It obeys nobody.
    }

    @Override
    public void grants(long rosterVersion, boolean complete) {
        // It lets nobody pass by itself.
    }
}
