package io.gatehouse.client;

import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Welcome;

/**
 * The sequenced messages on their way: spool, window, the place in the stream, and what is stated as lost. Sends nothing
 * before {@link #onWelcome} and nothing after {@link #onDisconnected}.
 */
final class Outbox {
    static final int DEFAULT_WINDOW = 1_024;

    private final Spool spool;
    private final GateLink link;
    private final GateListener listener;
    private final SequenceQueue inFlight = new SequenceQueue();

    private boolean open;
    private boolean catchingUp;
    private long window = DEFAULT_WINDOW;
    private long next;
    private long acknowledged;
    private long settled = Long.MAX_VALUE;
    // What an earlier run of this process sent is not known: all of it counts as sent.
    private long sentThrough;
    private boolean statedLoss;

    Outbox(Spool spool, GateLink link, GateListener listener) {
        this.spool = spool;
        this.link = link;
        this.listener = listener;
        this.sentThrough = spool.highest();
        this.acknowledged = spool.dropped();
    }

    long nextSequence() {
        return spool.highest() + 1;
    }

    /** Puts a message, numbered {@link #nextSequence}, on the spool; it is sent with the next {@link #pump}. */
    void append(GateMessage message) {
        spool.append(message);
    }

    void append(DeviceEvent.Builder event) {
        append(GateMessage.newBuilder()
                .setDeviceEvent(event.setSequence(nextSequence()))
                .build());
    }

    /** Returns whether a scan appended now would be sent in its turn at once, the window and the socket apart. */
    boolean live() {
        return open && !catchingUp;
    }

    /** Returns whether this sequence of the stream was ever sent, as far as is known. */
    boolean wasSent(long sequence) {
        return sequence <= sentThrough;
    }

    long sentThrough() {
        return sentThrough;
    }

    long acknowledged() {
        return acknowledged;
    }

    void onWelcome(Welcome welcome) {
        window = welcome.getWindow() == 0 ? DEFAULT_WINDOW : Integer.toUnsignedLong(welcome.getWindow());
        inFlight.clear();
        open = true;
        next = welcome.getDurableSequence() + 1;
        acknowledge(welcome.getDurableSequence());
        catchingUp = next <= spool.highest();
    }

    void onDisconnected() {
        open = false;
        inFlight.clear();
    }

    /**
     * Takes an acknowledgement. One may cover what an earlier connection sent and this one has not sent again yet.
     *
     * @return false where it covers what was never sent
     */
    boolean onAck(long durableSequence) {
        if (Long.compareUnsigned(durableSequence, sentThrough) > 0) {
            return false;
        }
        inFlight.removeThrough(durableSequence);
        next = Math.max(next, durableSequence + 1);
        acknowledge(durableSequence);
        return true;
    }

    private void acknowledge(long durableSequence) {
        sentThrough = Math.max(sentThrough, durableSequence);
        acknowledged = Math.max(acknowledged, durableSequence);
        drop();
        listener.onAcknowledged(spool.streamId(), durableSequence);
    }

    /**
     * Tells the lowest scan that the gate has not acted on yet ({@code Long.MAX_VALUE} for none). It stays in the spool,
     * acknowledged or not: after a crash its outcome has still to be stated.
     */
    void keepFrom(long sequence) {
        settled = sequence;
        drop();
    }

    private void drop() {
        long through = Math.min(acknowledged, settled - 1);
        if (through > spool.dropped()) {
            spool.dropThrough(through);
        }
    }

    /** Sends what window and socket allow. */
    void pump() {
        while (open && next <= spool.highest() && inFlight.size() < window && link.writable()) {
            GateMessage message = spool.read(next);
            if (message == null) {
                message = lostFrom(next);
            }
            statedLoss |= message.hasLost();
            next = Messages.sequence(message) + 1;
            inFlight.add(next - 1);
            sentThrough = Math.max(sentThrough, next - 1);
            link.send(message);
            listener.onSent(spool.streamId(), message);
        }
        if (open && next > spool.highest()) {
            catchingUp = false;
        }
    }

    /** States a hole; one range for what an Ack had covered, another for what it had not. */
    private GateMessage lostFrom(long first) {
        boolean promised = first <= spool.dropped();
        long limit = promised ? Math.min(spool.dropped(), spool.highest()) : spool.highest();
        long last = Math.max(first, Math.min(limit, spool.first() - 1));
        while (last < limit && spool.read(last + 1) == null) {
            last++;
        }
        String detail = promised ? "acknowledged before, asked for again" : "no longer in the spool";
        return Messages.lost(first, last, detail, promised);
    }

    /** Returns, once, whether a Lost was sent since the last call. */
    boolean takeStatedLoss() {
        boolean stated = statedLoss;
        statedLoss = false;
        return stated;
    }

    /**
     * Begins a new stream; the connection, if one stands, has to end.
     *
     * @return {@code keepFrom}, brought into what the spool has
     */
    long beginStream(long streamId, long journalId, long keepFrom) {
        long from = Math.max(1, Math.min(keepFrom, spool.highest() + 1));
        spool.beginStream(streamId, journalId, from);
        open = false;
        inFlight.clear();
        sentThrough = 0;
        acknowledged = spool.dropped();
        settled = Long.MAX_VALUE;
        listener.onStream(streamId, from);
        return from;
    }
}
