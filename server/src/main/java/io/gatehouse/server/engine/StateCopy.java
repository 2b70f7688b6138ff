package io.gatehouse.server.engine;

import java.io.IOException;

/** Some of the state as it stood at one moment. Made on the engine's thread, written on another. */
public interface StateCopy {
    /** Writes it as records. Once, and before the copies made after it. */
    void write(StateSink to) throws IOException;
}
