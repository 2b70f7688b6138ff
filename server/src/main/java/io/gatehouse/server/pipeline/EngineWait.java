package io.gatehouse.server.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;

/**
 * How the engine waits for producers: it sleeps, and a producer wakes it once for each pass over its sockets, not for
 * each event. A spinning engine would take the core that the event loop needs.
 */
final class EngineWait implements WaitStrategy {
    private static final long NAP_NANOS = 50_000_000;

    private final Parker parker = new Parker();

    @Override
    public long waitFor(long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier)
            throws AlertException {
        long available = dependent.get();
        if (available < sequence) {
            parker.drowsy();
            if (dependent.get() < sequence && !barrier.isAlerted()) {
                parker.sleep(NAP_NANOS);
            }
            parker.awake();
            barrier.checkAlert();
            available = dependent.get();
        }
        return available;
    }

    /** Called by the ring at every publish: on purpose nothing, see {@link #wake}. */
    @Override
    public void signalAllWhenBlocking() {}

    void wake() {
        parker.wake();
    }
}
