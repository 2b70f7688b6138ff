package io.gatehouse.client;

import io.gatehouse.proto.v1.GateMessage;

/**
 * What a {@link GateSession} asks of the network. One connection at a time; all calls come on the session's thread, from
 * within one of its inputs, and must not call back into the session before they return.
 */
public interface GateLink {
    /**
     * Begins to connect. Answered by {@link GateSession#onConnected} or {@link GateSession#onDisconnected}, later.
     *
     * @param server index into the server list, from 0
     */
    void connect(int server);

    /** Puts a message on the connection that stands, behind those before it. Does not block. */
    void send(GateMessage message);

    /**
     * Returns whether sequenced messages may be handed over now. False while much is unsent, so that an answer to a
     * heartbeat is not queued behind a backlog; {@link GateSession#onWritable} follows when that has changed.
     */
    boolean writable();

    /** Closes the connection or gives up the attempt. No input of that connection may reach the session afterwards. */
    void close();
}
