package io.gatehouse.loadtest.measure;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a figure was measured on, without which it says nothing. */
public final class Machine {
    private static final List<String> VOLATILE = List.of("tmpfs", "ramfs", "devtmpfs");

    private Machine() {}

    /** One line: processor, cores, kernel, JDK. */
    public static String describe() {
        return "%s, %d cores, %s %s, JDK %s"
                .formatted(
                        cpu(),
                        onlineCores(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.runtime.version"));
    }

    /** The type of the file system that {@code folder} is on, e.g. {@code ext4}. */
    public static String fileSystem(Path folder) throws IOException {
        return Files.getFileStore(folder).type();
    }

    /** One line that says what {@code folder} is on, and whether what is kept there outlives the power. */
    public static String durability(Path folder) {
        FileStore store;
        try {
            store = Files.getFileStore(folder);
        } catch (IOException e) {
            // In a changed root the mount may not be to be seen.
            return "durability unknown: no file system is known of %s (%s)".formatted(folder, e.getMessage());
        }
        return isVolatile(store.type())
                ? "NOT DURABLE: %s is on %s, memory that a power cut empties".formatted(folder, store.type())
                : "durable: %s is on %s (%s)".formatted(folder, store.type(), store.name());
    }

    static boolean isVolatile(String fileSystem) {
        return VOLATILE.contains(fileSystem);
    }

    private static String cpu() {
        return line("/proc/cpuinfo", "model name", System.getProperty("os.arch"));
    }

    /** Not availableProcessors: that counts only the cores that this process is pinned to. */
    private static int onlineCores() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            int cores = (int) lines.filter(l -> l.startsWith("processor")).count();
            return cores == 0 ? Runtime.getRuntime().availableProcessors() : cores;
        } catch (IOException e) {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    private static String line(String file, String key, String absent) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(l -> l.startsWith(key) && l.indexOf(':') > 0)
                    .map(l -> l.substring(l.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse(absent);
        } catch (IOException e) {
            return absent;
        }
    }
}
