package io.gatehouse.server.pipeline;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;

/** Where one event loop puts its events into the ring. One thread each. */
public final class Intake {
    private final RingBuffer<Slot> ring;
    private final EngineWait engine;
    private final EngineStage stage;
    private final Consumers consumers;
    private final int loop;
    private final int reserved;
    /** After this many events the engine is woken in the middle of a pass. */
    private final int wakeAfter;

    private int unsignalled;

    Intake(RingBuffer<Slot> ring, EngineWait engine, EngineStage stage, Consumers consumers, int loop, Pace pace) {
        this.consumers = consumers;
        this.wakeAfter = pace.intakeWakes();
        this.stage = stage;
        this.ring = ring;
        this.engine = engine;
        this.loop = loop;
        // The last sixteenth is for orders: a flood of scans never keeps a lockdown out.
        this.reserved = ring.getBufferSize() / 16;
    }

    /**
     * A clear slot to fill and {@link #publish}, or null while the ring is full: stop reading, whoever makes room wakes the
     * loop. Never blocks.
     */
    public Slot tryClaim() {
        if (!ring.hasAvailableCapacity(reserved + 1)) {
            consumers.wantsRoom(loop);
            if (!ring.hasAvailableCapacity(reserved + 1)) {
                return null;
            }
        }
        try {
            long position = ring.tryNext();
            Slot slot = ring.get(position);
            slot.clear();
            slot.position = position;
            return slot;
        } catch (InsufficientCapacityException full) {
            return null;
        }
    }

    /** Every claimed slot has to come here, a failed one as {@code Kind.NONE}. */
    public void publish(Slot slot) {
        slot.loop = loop;
        ring.publish(slot.position);
        if (++unsignalled >= wakeAfter) {
            wakeEngine();
        }
    }

    /** Whether {@link #tryClaim} would find room, with a little to spare so that resumed sessions do not stop at once. */
    public boolean hasRoom() {
        if (ring.hasAvailableCapacity(reserved * 2)) {
            return true;
        }
        consumers.wantsRoom(loop);
        return ring.hasAvailableCapacity(reserved * 2);
    }

    /** At the end of a pass over the sockets: what came is decided here and now, or by the engine's thread. */
    public void endOfPass() {
        if (unsignalled > 0) {
            unsignalled = 0;
            if (!stage.tryDecide(loop)) {
                engine.wake();
            }
        }
    }

    private void wakeEngine() {
        unsignalled = 0;
        engine.wake();
    }
}
