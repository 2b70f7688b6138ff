package io.gatehouse.loadtest.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The CPU time of one process, all its threads, from the kernel's own account; of its children too where asked. */
public final class ProcessCpu {
    /** USER_HZ: the same on every Linux, whatever the kernel ticks at. */
    private static final double TICKS_PER_SECOND = 100;

    /** Fields of the account behind the name: user and system time follow, then those of children that have ended. */
    private static final int OWN = 11;

    private static final int ENDED_CHILDREN = 13;

    private final long pid;
    private final boolean withChildren;

    /** Of that process alone. */
    public ProcessCpu(long pid) {
        this(pid, false);
    }

    /**
     * Of a process.
     *
     * @param withChildren whether those that it has started count too, as they do for a server that has a process for
     *     each connection: those that are there, and those that it saw end
     */
    public ProcessCpu(long pid, boolean withChildren) {
        this.pid = pid;
        this.withChildren = withChildren;
    }

    /**
     * User and system time since the process began, in seconds, to 10 ms for each process.
     *
     * @throws IOException when there is no such process
     */
    public double seconds() throws IOException {
        if (!withChildren) {
            return secondsOf(stat(pid));
        }
        double all = secondsWithEnded(stat(pid));
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow(() -> new IOException("no process " + pid));
        for (ProcessHandle child : process.descendants().toList()) {
            try {
                all += secondsWithEnded(stat(child.pid()));
            } catch (IOException e) {
                // It has just ended: its parent counts it from now on.
            }
        }
        return all;
    }

    private static String stat(long pid) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    }

    static double secondsOf(String line) {
        return ticks(line, OWN) / TICKS_PER_SECOND;
    }

    static double secondsWithEnded(String line) {
        return (ticks(line, OWN) + ticks(line, ENDED_CHILDREN)) / TICKS_PER_SECOND;
    }

    /** The sum of a field and the next one. */
    private static long ticks(String line, int field) {
        // The name stands in brackets and may hold blanks and brackets itself.
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[field]) + Long.parseLong(fields[field + 1]);
    }
}
