package io.gatehouse.server.seam;

import java.time.Instant;

/** The machine's clock. */
public final class SystemClock implements Clock {
    @Override
    public long wallUs() {
        // The JIT removes the Instant: no garbage on the way of a scan.
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
