package io.gatehouse.loadtest.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The CPU time of one process, all its threads, from the kernel's own account. */
public final class ProcessCpu {
    /** USER_HZ: the same on every Linux, whatever the kernel ticks at. */
    private static final double TICKS_PER_SECOND = 100;

    private final Path stat;

    public ProcessCpu(long pid) {
        stat = Path.of("/proc", Long.toString(pid), "stat");
    }

    /**
     * User and system time since the process began, in seconds, to 10 ms.
     *
     * @throws IOException when there is no such process
     */
    public double seconds() throws IOException {
        return secondsOf(Files.readString(stat));
    }

    static double secondsOf(String line) {
        // The name stands in brackets and may hold blanks and brackets itself.
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }
}
