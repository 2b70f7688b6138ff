package io.gatehouse.loadtest.measure;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Ties a process to cores by {@code taskset}: on two cores the scheduler may otherwise put both sides on one. */
public final class Pinning {
    private Pinning() {}

    /**
     * Pins all threads of a running process; those that it starts later inherit it.
     *
     * @param cpus as taskset has it, e.g. {@code 1} or {@code 0,2-3}
     * @throws IOException when taskset is missing or refuses, with its words
     */
    public static void pin(long pid, String cpus) throws IOException {
        Process taskset = new ProcessBuilder("taskset", "-a", "-c", "-p", cpus, Long.toString(pid))
                .redirectErrorStream(true)
                .start();
        String said = new String(taskset.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (!taskset.waitFor(10, TimeUnit.SECONDS) || taskset.exitValue() != 0) {
                throw new IOException("cannot pin process %d to cpu %s: %s".formatted(pid, cpus, said.strip()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while pinning", e);
        }
    }

    /** Pins this process. */
    public static void pinSelf(String cpus) throws IOException {
        pin(ProcessHandle.current().pid(), cpus);
    }
}
