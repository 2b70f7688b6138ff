package io.gatehouse.server.pipeline;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import java.util.function.BooleanSupplier;

/**
 * How the engine's thread waits for work: it sleeps, and a producer wakes it once for each pass over its sockets, not for
 * each event. A spinning engine would take the core that the event loop needs.
 */
final class EngineWait implements WaitStrategy {
    private static final long NAP_NANOS = 50_000_000;

    private final Parker parker = new Parker();

    /** Called by the barrier, which only asks what there is: events are not all that the engine sleeps for. */
    @Override
    public long waitFor(long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier) {
        return dependent.get();
    }

    /** Called by the ring at every publish: on purpose nothing, see {@link #wake}. */
    @Override
    public void signalAllWhenBlocking() {}

    /** Sleeps until woken, a short while at most. Engine's thread. */
    void rest(BooleanSupplier work) {
        parker.drowsy();
        if (!work.getAsBoolean()) {
            parker.sleep(NAP_NANOS);
        }
        parker.awake();
    }

    void wake() {
        parker.wake();
    }
}
