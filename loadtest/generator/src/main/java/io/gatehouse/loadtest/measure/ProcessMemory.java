package io.gatehouse.loadtest.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of another process on this machine. */
public final class ProcessMemory {
    private final Path status;

    public ProcessMemory(long pid) {
        status = Path.of("/proc", Long.toString(pid), "status");
    }

    /** Bytes of its memory that are in use, with what it shares. */
    public long residentBytes() throws IOException {
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow(() -> new IOException("no VmRSS in " + status))
                    << 10;
        }
    }
}
