package io.gatehouse.loadtest.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Linux lets a sleeping thread oversleep by 50 microseconds to save wake-ups; a generator would call that latency. */
final class TimerSlack {
    private TimerSlack() {}

    /** For the thread that calls. Where the kernel does not allow it, sends are that much later, and shown as late. */
    static void shorten() {
        try {
            Path self = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName();
            Files.writeString(Path.of("/proc", self.toString(), "timerslack_ns"), "1");
        } catch (IOException e) {
            // Not Linux, or not allowed.
        }
    }
}
