package io.gatehouse.server.session;

import io.gatehouse.proto.v1.ServerMessage;
import java.util.List;

/** The wire under a session: frames out, reading on and off, the end. Loop thread. */
public interface Link {
    /** Any message that is not hot. Buffered until {@link #flush}, like all frames here, in the order of the calls. */
    void send(ServerMessage message);

    /**
     * A {@code Decision}.
     *
     * @param reasons bit n stands for the reason with number n
     */
    void decision(long sequence, int verdict, int reasons, boolean attention);

    void ack(long durableSequence);

    /**
     * @param echoUs 0 unless it answers a heartbeat
     */
    void heartbeat(long sentAtUs, long echoUs);

    /** Writes what is buffered with one write. */
    void flush();

    void setReading(boolean reading);

    /** Bytes that the gate's side has taken, counted from the start of the connection. */
    long takenBytes();

    /** Who came, as the doorkeeper let it in. */
    Visitor visitor();

    /** Gate ids that the peer's client certificate names, once it is verified; null where it gave none. */
    default List<String> certified() {
        return null;
    }

    /**
     * Ends the connection: flushes, sends the refusal as the last frame if there is one, ends the output and throws
     * input away for up to 1 s.
     *
     * @param refusal null where there is nothing to say
     */
    void end(CloseReason reason, ServerMessage refusal);
}
