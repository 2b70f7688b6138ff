package io.gatehouse.server.pipeline;

import io.gatehouse.server.engine.Event;
import java.util.concurrent.Semaphore;

/** One place of the ring: an event and who waits for what comes of it. */
public final class Slot extends Event {
    /** Position in the ring, counted from 0 without end. */
    public long position;
    /** Number of the event loop that hears the reply; -1 for none. */
    public int loop = -1;

    public Party party;
    /** When the bytes were read, by {@code Clock.nanos}. */
    public long readNanos;
    /** HELLO: the mode that stands for the gate, a {@code Command.Kind} number, and the command that set it. */
    public int mode;

    public long modeCommandId;
    /** CHANGE: who waits for it; null for nobody. */
    Order order;
    /** CHANGE: released when the next change-set may come; null for nothing. */
    Semaphore turn;
    /** NONE: what somebody wants to know of the engine; null for nothing. */
    Runnable question;

    @Override
    public void clear() {
        super.clear();
        loop = -1;
        order = null;
        turn = null;
        question = null;
    }
}
