package io.gatehouse.client;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The two clocks that a gate reads. A simulator implements this with virtual time. */
public interface GateClock {
    /** Returns microseconds since 1970-01-01T00:00Z, as people read them; may be stepped. */
    long wallMicros();

    /** Returns nanoseconds from any fixed origin; never goes back, never stepped. */
    long nanoTime();

    /** Returns the clocks of this machine. Any thread. */
    static GateClock system() {
        return new GateClock() {
            @Override
            public long wallMicros() {
                return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
            }

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }
        };
    }
}
