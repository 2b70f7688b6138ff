package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.run.Target;
import java.io.IOException;

/** Something that answers scans, started and ready. Used from one thread; closing is allowed from any. */
public interface Peer extends AutoCloseable {
    /** What it is. */
    PeerKind kind();

    /** What drives go against. */
    Target target();

    /** Its version and settings, one line. */
    String describe();

    /** Why it is no longer there, in words; null while it is. Waits a moment for an end that is under way. */
    String ended() throws InterruptedException;

    /** Throws away what a drive left, so that the next one finds the same. */
    default void tidy() throws IOException, InterruptedException {
        // Most keep nothing.
    }

    /** Ends it and removes its folder. */
    @Override
    void close();
}
