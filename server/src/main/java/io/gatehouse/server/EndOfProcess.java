package io.gatehouse.server;

import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.pipeline.Failure;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the process ends when it can't go on. Any thread; the first failure counts. */
final class EndOfProcess implements Failure {
    private static final Logger LOG = LoggerFactory.getLogger(EndOfProcess.class);
    /** So long gates can still hear that storage failed, those that come back included. */
    private static final long STORAGE_GRACE_MILLIS = 10_000;

    private static final int RUNNING = -1;

    private final AtomicInteger code = new AtomicInteger(RUNNING);

    @Override
    public void storage(Throwable cause) {
        if (code.compareAndSet(RUNNING, Exit.STORAGE)) {
            LogEvent.STORAGE_FAILED
                    .error(LOG)
                    .setCause(cause)
                    .log("the journal can't be written: nothing more is decided or acknowledged, exit 74 in 10 s");
            Thread last = new Thread(this::haltAfterGrace, "gh-exit");
            last.setDaemon(true);
            last.start();
        }
    }

    private void haltAfterGrace() {
        try {
            Thread.sleep(STORAGE_GRACE_MILLIS);
        } catch (InterruptedException e) {
            // Then at once.
        }
        Runtime.getRuntime().halt(Exit.STORAGE);
    }

    @Override
    public void internal(Throwable cause) {
        if (code.compareAndSet(RUNNING, Exit.INTERNAL)) {
            LogEvent.INTERNAL_ERROR.error(LOG).setCause(cause).log("internal error, exit 70");
            Runtime.getRuntime().halt(Exit.INTERNAL);
        }
    }

    boolean storageFailed() {
        return code.get() == Exit.STORAGE;
    }
}
