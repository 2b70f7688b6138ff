package io.gatehouse.loadtest.wire;

import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.Welcome;

/** Takes the messages of a server in the order in which they came. */
public interface ServerSink {
    /** A decision; the verdict as numbered in the protocol. */
    void decision(long sequence, int verdict, boolean attention);

    void ack(long durableSequence);

    void heartbeat(long sentAtUs, long echoUs);

    void welcome(Welcome welcome);

    void refusal(Refusal refusal);

    void command(Command command);

    /** A part of the grants; only its version and whether it is the last part are read. */
    void grants(long rosterVersion, boolean complete);
}
