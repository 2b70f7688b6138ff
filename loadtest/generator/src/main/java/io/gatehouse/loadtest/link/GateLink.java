package io.gatehouse.loadtest.link;

import io.gatehouse.loadtest.measure.Failures;
import io.gatehouse.loadtest.measure.Tally;
import io.gatehouse.loadtest.wire.GateFrames;
import io.gatehouse.loadtest.wire.ScanFrame;
import io.gatehouse.loadtest.wire.ServerSink;
import io.gatehouse.loadtest.wire.WireException;
import io.gatehouse.proto.v1.Applied;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** A gate at a server, by the protocol: hello, window, heartbeats, decisions in order, acks after them. */
final class GateLink extends Link implements ServerSink {
    private static final byte[] NOTHING = {};
    private static final int ALLOW = 1;

    private final GateStream stream;
    private byte[] carried = NOTHING;
    private int carriedBytes;
    private long now;
    /** The first decision of this read. */
    private long unrecorded;

    private boolean welcomed;
    private final Beats beats = new Beats();
    private long rosterVersion;
    private long commandId;

    GateLink(Lane lane, int gate, GateStream stream, LinkEvents events, boolean wide) {
        super(
                lane,
                gate,
                "gate " + stream.gate().id(),
                events,
                new Spool(lane.tally, stream.open(), wide, lane.habits.old()));
        this.stream = stream;
    }

    @Override
    void begin() {
        carriedBytes = 0;
        welcomed = false;
        rosterVersion = 0;
        commandId = 0;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (isPast(context)) {
            return;
        }
        heardNanos = System.nanoTime();
        sendNow(GateFrames.of(Hello.newBuilder()
                .setProtocolVersion(1)
                .setGateId(stream.gate().id())
                .setToken(stream.gate().token())
                .setStreamId(stream.streamId())
                .setFirstSequence(spool.acked + 1)
                .setSoftware("gatehouse-loadtest/1")
                .setSentAtUs(lane.clock.us(heardNanos))
                .setJournalId(stream.journalId())
                .build()));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        if (isPast(context)) {
            buffer.release();
            return;
        }
        now = System.nanoTime();
        heardNanos = now;
        int end = carriedBytes + buffer.readableBytes();
        System.arraycopy(carried, 0, lane.in, 0, carriedBytes);
        buffer.readBytes(lane.in, carriedBytes, buffer.readableBytes());
        buffer.release();
        unrecorded = spool.answered + 1;
        try {
            int used = lane.frames.decode(lane.in, 0, end, this);
            carry(used, end);
            if (!welcomed && !ended() && Stranger.isOne(carried, carriedBytes)) {
                fail(Failures.Kind.MALFORMED, Stranger.describe(carried, carriedBytes), 0);
            }
        } catch (WireException e) {
            fail(Failures.Kind.MALFORMED, welcomed ? e.getMessage() : Stranger.describe(lane.in, end), 0);
        }
        if (spool.answered >= unrecorded) {
            recordAnswers(unrecorded, now);
        }
    }

    private void carry(int from, int to) {
        carriedBytes = to - from;
        if (carriedBytes > carried.length) {
            carried = new byte[Math.max(256, carriedBytes * 2)];
        }
        System.arraycopy(lane.in, from, carried, 0, carriedBytes);
    }

    @Override
    public void decision(long sequence, int verdict, boolean attention) {
        if (sequence != spool.answered + 1 || sequence > spool.onWire) {
            if (sequence <= spool.answered) {
                tally.duplicated++;
            } else {
                tally.reordered++;
            }
            wrong(
                    "a decision for sequence %d came where %s was due",
                    sequence, spool.answered == spool.sent ? "none" : "sequence " + (spool.answered + 1));
            return;
        }
        spool.answered = sequence;
        if (lane.habits.comeBack()) {
            spool.flight.act(sequence, ScanFrame.acted(verdict == ALLOW, lane.frames.reason(), ScanFrame.BY_SERVER));
        }
        tally.verdicts[verdict > 0 && verdict < Tally.VERDICTS ? verdict : 0]++;
        if (attention) {
            tally.attention++;
        }
        if (lane.hook != AnswerHook.NONE) {
            lane.hook.decided(gate, sequence, spool.flight.ticket(sequence), verdict, attention);
        }
    }

    @Override
    public void ack(long durable) {
        if (durable < spool.acked || durable > Math.min(spool.answered, spool.onWire)) {
            wrong(
                    "an ack up to sequence %d came; %s",
                    durable, spool.acked + " was acknowledged, " + spool.answered + " decided");
            return;
        }
        spool.recordAck(durable, now);
    }

    private void wrong(String words, Object... values) {
        fail(Failures.Kind.WRONG_ANSWER, words.formatted(values), 0);
    }

    @Override
    public void heartbeat(long sentAtUs, long echoUs) {
        if (echoUs == 0) {
            byte[] answer = GateFrames.heartbeat(lane.clock.us(now), sentAtUs);
            send(answer, answer.length);
        }
    }

    @Override
    public void welcome(Welcome welcome) {
        if (welcomed) {
            fail(Failures.Kind.WRONG_ANSWER, "a second Welcome came", 0);
            return;
        }
        if (stream.journalId() != 0 && stream.journalId() != welcome.getJournalId()) {
            stream.renew();
            stream.journal(welcome.getJournalId());
            // What this one has not acknowledged is in the other's journal or nowhere: no run survives that.
            fail(
                    lane.habits.comeBack() ? Failures.Kind.WRONG_ANSWER : Failures.Kind.CLOSED,
                    "another server (another journal) answers now",
                    0);
            return;
        }
        long durable = welcome.getDurableSequence();
        if (durable < spool.acked || durable > spool.sent) {
            wrong(
                    "Welcome says that %d are on disk, but %d were acknowledged and %s sent",
                    durable, spool.acked, spool.sent == spool.acked ? "no more" : spool.sent);
            return;
        }
        welcomed = true;
        stream.journal(welcome.getJournalId());
        spool.resume(durable, now, lane.hook, gate);
        unrecorded = spool.answered + 1;
        window = lane.habits.window(welcome.getWindow());
        beats.begin(gate, now, welcome.getHeartbeatMs() * 1_000_000L);
        becomeReady(now);
    }

    @Override
    public void refusal(Refusal refusal) {
        String why = refusal.getCode() == Refusal.Code.CODE_UNAUTHENTICATED
                ? " (unknown gate or wrong token: is --site the folder of this server?)"
                : "";
        fail(
                Failures.Kind.REFUSED,
                "the server refuses: %s %s%s".formatted(refusal.getCode(), refusal.getMessage(), why),
                Integer.toUnsignedLong(refusal.getRetryAfterMs()));
    }

    @Override
    public void command(Command command) {
        if (command.getKind() != Command.Kind.KIND_SHOW_TEXT) {
            commandId = command.getCommandId();
            applied();
        }
    }

    @Override
    public void grants(long version, boolean complete) {
        if (complete) {
            rosterVersion = version;
            applied();
        }
    }

    private void applied() {
        byte[] frame = GateFrames.of(Applied.newBuilder()
                .setRosterVersion(rosterVersion)
                .setCommandId(commandId)
                .build());
        send(frame, frame.length);
    }

    @Override
    void tick(long at) {
        if (!welcomed || beats.interval() == 0 || ended()) {
            return;
        }
        if (at - heardNanos > beats.interval() * 5 / 2) {
            fail(Failures.Kind.CLOSED, "the server has been silent for %.1f s".formatted((at - heardNanos) / 1e9), 0);
        } else if (beats.due(at)) {
            sendNow(GateFrames.heartbeat(lane.clock.us(at), 0));
        }
    }

    private void sendNow(byte[] frame) {
        send(frame, frame.length);
        flushDue = false;
        ctx.flush();
    }

    @Override
    void ending() {
        if (welcomed) {
            stream.keep(spool.sent, spool.acked);
        }
    }
}
