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

    /**
     * Of a process, all that it has started and that is still there, and all that it saw end: a server that has a
     * process for each connection. In seconds, to 10 ms for each.
     *
     * @throws IOException when there is no such process
     */
    public static double secondsOfAll(long pid) throws IOException {
        double all = secondsWithEnded(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        ProcessHandle process =
                ProcessHandle.of(pid).orElseThrow(() -> new IOException("no process " + pid));
        for (ProcessHandle child : process.descendants().toList()) {
            try {
                all += secondsWithEnded(Files.readString(Path.of("/proc", Long.toString(child.pid()), "stat")));
            } catch (IOException e) {
                // It has just ended: its parent counts it from now on.
            }
        }
        return all;
    }

    static double secondsWithEnded(String line) {
        String[] fields = fields(line);
        return secondsOf(line) + (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_PER_SECOND;
    }

    static double secondsOf(String line) {
        String[] fields = fields(line);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** From the state on: the name before it stands in brackets and may hold blanks and brackets itself. */
    private static String[] fields(String line) {
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }
}
