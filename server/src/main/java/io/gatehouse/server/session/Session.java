package io.gatehouse.server.session;

import io.gatehouse.proto.journal.v1.AlarmRecord;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.metrics.EstateTally;
import io.gatehouse.server.pipeline.Party;
import io.gatehouse.server.pipeline.Slot;
import io.gatehouse.server.roster.GateDirectory;

/**
 * One connection, as a state machine: frames and ticks in; frames, and 'close, reason' out. It knows nothing of sockets
 * or bytes. All of it on one event loop, but for {@link #lastHeardNanos}.
 */
public final class Session implements Party {
    private enum State {
        /** Connected, no Hello yet. */
        NEW,
        /** The Hello is on its way through ring and disk. */
        GREETED,
        OPEN,
        /** Its end is in the ring; what comes in is thrown away. */
        ENDING,
        CLOSED
    }

    private final long number;
    private final Link link;
    private final LoopSessions loop;
    private final AckMarks acks = new AckMarks();
    private final GateClock gateClock = new GateClock();
    private final Deadlines deadlines;
    private final Reading reading;
    private State state = State.NEW;
    private Login login;
    private GateDirectory.Entry gate;
    private long streamId;
    private long received;
    private volatile long lastHeardNanos;
    private long heardAtUs;
    private long heardNanos;
    private PendingWelcome welcome;
    /** Set by {@link LoopSessions}: in its list of those with frames to flush, of those that wait for the disk. */
    boolean dirty;

    boolean awaiting;
    /** Set by it too: where its estate is counted; null before the Welcome. */
    EstateTally tally;
    /** Place in the loop's list of sessions, so that a close costs nothing to find. */
    int index;

    Session(long number, Link link, LoopSessions loop, long nowNanos) {
        this.number = number;
        this.link = link;
        this.loop = loop;
        this.deadlines = new Deadlines(loop.options(), nowNanos);
        this.reading = new Reading(this, link, loop, deadlines);
        this.lastHeardNanos = nowNanos;
    }

    // ---- bytes arrive -----------------------------------------------------------------------------

    /** Bytes were read: a sign of life. Called once for each read, before its frames. */
    public void onRead() {
        heardNanos = loop.clock().nanos();
        heardAtUs = loop.clock().wallUs();
        lastHeardNanos = heardNanos;
        deadlines.onHeard(heardNanos);
    }

    /**
     * All whole frames of a read are taken.
     *
     * @param partial whether the beginning of another frame is left
     * @param sameFrame whether that frame had begun before this read
     */
    public void onReadEnd(boolean partial, boolean sameFrame) {
        // Not the time of the read: frames that waited for the ring come here when reading goes on.
        deadlines.onPartial(partial, sameFrame, partial ? loop.clock().nanos() : 0);
    }

    /** Whether frames are thrown away: the session has ended or its end is under way. */
    public boolean deaf() {
        return state == State.ENDING || state == State.CLOSED;
    }

    /** Whether {@code Welcome} was sent: longer frames and sequenced messages may come. */
    public boolean open() {
        return state == State.OPEN;
    }

    /**
     * The first frame.
     *
     * @return false while the ring is full: nothing was taken, offer it again
     */
    public boolean onHello(Hello hello) {
        if (state != State.NEW) {
            return refuse(CloseReason.MALFORMED);
        }
        CloseReason against = loop.against(hello);
        if (against != null) {
            close(against, 0, loop.retryAfterMillis(against));
            return true;
        }
        Login answer = loop.authenticate(number, hello, link.certified());
        long delayMillis = loop.loginDelayMillis(link, hello, answer.gate());
        against = delayMillis > 0 ? CloseReason.LOGIN_DELAYED : answer.against();
        if (against != null) {
            close(against, 0, delayMillis);
            return true;
        }
        Slot slot = claim();
        if (slot == null) {
            return false;
        }
        login = answer;
        gate = answer.gate();
        streamId = hello.getStreamId();
        Takeovers.Answer takeover = loop.takeover(gate, heardNanos);
        if (takeover.stayAwayMillis() > 0) {
            stayAway(slot, takeover);
            return true;
        }
        gateClock.onHello(hello.getSentAtUs(), heardAtUs);
        state = State.GREETED;
        slot.kind = Event.Kind.HELLO;
        fill(slot);
        slot.firstSequence = hello.getFirstSequence();
        Greeting.software(hello, slot);
        loop.publish(slot);
        return true;
    }

    /** Two devices have this identity: the one that is connected stays, and somebody has to look. */
    private void stayAway(Slot slot, Takeovers.Answer takeover) {
        if (takeover.alarm()) {
            slot.kind = Event.Kind.ALARM;
            slot.alarm = AlarmRecord.Kind.KIND_IDENTITY_SHARED_VALUE;
            fill(slot);
        }
        loop.publish(slot);
        close(CloseReason.IDENTITY_SHARED, 0, takeover.stayAwayMillis());
    }

    /** A slot for one sequenced message, to be decoded into and then given to {@link #onScan}; null while the ring is full. */
    public Slot claim() {
        return loop.claim();
    }

    /** A sequenced message stands in the slot: on it goes to the engine. The slot is published in any case. */
    public void onScan(Slot slot) {
        if (state != State.OPEN) {
            end(slot, CloseReason.MALFORMED);
        } else if (received - acks.saidCount() >= loop.options().window()) {
            end(slot, CloseReason.WINDOW_EXCEEDED);
        } else {
            received++;
            fill(slot);
            loop.publish(slot);
        }
    }

    /** What was to be decoded into the slot does not parse. */
    public void onMalformed(Slot slot) {
        end(slot, CloseReason.MALFORMED);
    }

    /** A heartbeat: answered at once, or the answer to ours. */
    public void onHeartbeat(long sentAtUs, long echoUs) {
        if (echoUs != 0) {
            gateClock.onAnswer(sentAtUs, echoUs, heardAtUs);
        } else if (sentAtUs != 0) {
            // What has no time can't be answered: with 0 for an echo the answer would ask for one itself.
            link.heartbeat(loop.clock().wallUs(), sentAtUs);
            loop.dirty(this);
        }
    }

    /**
     * Ends the session behind all that it sent before.
     *
     * @return false while the ring is full: nothing was done, call again
     */
    public boolean refuse(CloseReason reason) {
        if (gate == null) {
            close(reason, reason == CloseReason.MALFORMED ? 1 : 0, 0);
            return true;
        }
        Slot slot = claim();
        if (slot == null) {
            return false;
        }
        end(slot, reason);
        return true;
    }

    private void end(Slot slot, CloseReason reason) {
        if (gate == null) {
            slot.kind = Event.Kind.NONE;
            loop.publish(slot);
            close(reason, 1, 0);
            return;
        }
        state = State.ENDING;
        slot.kind = Event.Kind.REFUSE;
        slot.refusal = reason.code().getNumber();
        fill(slot);
        loop.publish(slot);
    }

    private void fill(Slot slot) {
        slot.party = this;
        slot.gate = gate.number();
        slot.gateId = gate.gateId();
        slot.session = number;
        slot.streamId = streamId;
        slot.receivedAtUs = heardAtUs;
        slot.readNanos = heardNanos;
        slot.offsetUs = gateClock.offsetUs();
    }

    // ---- the engine answers -----------------------------------------------------------------------

    @Override
    public void onReply(Slot slot) {
        loop.count(this, slot);
        if (state == State.CLOSED) {
            return;
        }
        switch (slot.result) {
            case RECORDED, DUPLICATE -> onDecided(slot);
            case WELCOMED -> {
                welcome = PendingWelcome.of(slot, 0);
                loop.await(this);
            }
            case REFUSED -> onRefused(slot);
            default -> {
                // DROPPED: of a session that is over.
            }
        }
    }

    private void onDecided(Slot slot) {
        if (slot.answered) {
            link.decision(slot.sequence, slot.verdict, slot.reasons, slot.attention);
            loop.dirty(this);
        }
        acks.add(slot.position, slot.sequence);
        loop.await(this);
    }

    private void onRefused(Slot slot) {
        CloseReason reason = CloseReason.of(slot.refusal);
        if (reason == CloseReason.STREAM_CLOSED && slot.expectedSequence > 0) {
            // It tells the gate to drop what lies below: only once that is durable.
            welcome = PendingWelcome.of(slot, slot.expectedSequence);
            loop.await(this);
        } else {
            close(reason, slot.expectedSequence, 0);
        }
    }

    /**
     * All up to this position of the ring is on disk.
     *
     * @param mayWait whether an ack may be held back for a decision to travel with
     * @return whether the session still waits for something
     */
    boolean onDurable(long position, long nowNanos, boolean mayWait) {
        if (state == State.CLOSED) {
            return false;
        }
        if (welcome != null && welcome.position() <= position) {
            onWelcomeDurable();
        }
        acks.onDurable(position, nowNanos);
        if (acks.allowed() && !(mayWait && mayHoldAck(nowNanos))) {
            link.ack(acks.say());
            loop.dirty(this);
        }
        return welcome != null || acks.waiting() || acks.allowed();
    }

    private boolean mayHoldAck(long nowNanos) {
        return !dirty
                && acks.heldForNanos(nowNanos) < loop.options().ackHoldMillis() * 1_000_000L
                && received - acks.saidCount() < loop.options().window() / 2;
    }

    /** Until an ack that is held back has to be said; {@code Long.MAX_VALUE} where none is. */
    long ackDueInNanos(long nowNanos) {
        long most = loop.options().ackHoldMillis() * 1_000_000L;
        return acks.allowed() ? most - acks.heldForNanos(nowNanos) : Long.MAX_VALUE;
    }

    private void onWelcomeDurable() {
        PendingWelcome ready = welcome;
        welcome = null;
        if (ready.closedExpected() > 0) {
            close(CloseReason.STREAM_CLOSED, ready.closedExpected(), 0);
        } else if (state == State.GREETED) {
            state = State.OPEN;
            received = 0;
            acks.start(ready.held());
            link.send(ready.welcome(loop.clock().wallUs(), loop.journalId(), loop.options()));
            sendHeartbeat(loop.clock().nanos());
            link.send(ready.command());
            loop.onOpen(this);
            loop.dirty(this);
        }
    }

    /** Called a few times a second; where the loop itself did not run before, for so long. */
    void onTick(long nowNanos, long stoodNanos) {
        if (state == State.CLOSED) {
            return;
        }
        deadlines.onStoodStill(stoodNanos, nowNanos);
        CloseReason late = deadlines.late(nowNanos, state == State.NEW, link.takenBytes());
        if (late != null) {
            close(late, 0, 0);
        } else if (state == State.OPEN && deadlines.heartbeatDue(nowNanos)) {
            sendHeartbeat(nowNanos);
            loop.dirty(this);
        }
    }

    private void sendHeartbeat(long nowNanos) {
        deadlines.onHeartbeatSent(nowNanos);
        link.heartbeat(loop.clock().wallUs(), 0);
    }

    /** Whether this connection is read from. */
    public Reading reading() {
        return reading;
    }

    /** The disk has no room (or has it again). One that is not logged in may still hear that in answer to its Hello. */
    void onSpace(boolean low) {
        if (!low || gate != null) {
            reading.onSpace(low);
        }
    }

    // ---- the end ----------------------------------------------------------------------------------

    /** The socket is gone, by the peer or by an error. */
    public void onGone(CloseReason reason) {
        if (state != State.CLOSED) {
            closed(reason);
            link.end(reason, null);
        }
    }

    void close(CloseReason reason, long expectedSequence, long retryAfterMillis) {
        if (state != State.CLOSED) {
            closed(reason);
            link.end(reason, Messages.refusal(reason, expectedSequence, retryAfterMillis));
        }
    }

    private void closed(CloseReason reason) {
        state = State.CLOSED;
        reading.onClosed();
        loop.onClosed(this, reason);
    }

    void flush() {
        dirty = false;
        if (state != State.CLOSED) {
            link.flush();
        }
    }

    long number() {
        return number;
    }

    /** Whether it ever had its Welcome. */
    boolean wasOpen() {
        return tally != null;
    }

    /** How it authenticated, or null. */
    Login login() {
        return login;
    }

    /** The gate that authenticated, or null. */
    GateDirectory.Entry gate() {
        return gate;
    }

    /** Any thread. */
    long lastHeardNanos() {
        return lastHeardNanos;
    }
}
