package io.gatehouse.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One group commit of records of 100 bytes to a real file. The directory is made under the working folder, or under the
 * one that {@code -Dgatehouse.bench.dir} names; it should not be a file system in memory.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class JournalAppendBench {
    private static final int RECORD = 100;

    @Param({"1", "64", "1024"})
    int batch;

    /** Whether to wait for the disk; without, only what the processor does for a frame is measured. */
    @Param({"true", "false"})
    boolean sync;

    private final byte[] record = new byte[RECORD];
    private ExecutorService background;
    private Path directory;
    private Journal journal;

    @Setup(Level.Trial)
    public void open() throws IOException {
        Path parent = Path.of(System.getProperty("gatehouse.bench.dir", "target"));
        directory = Files.createTempDirectory(Files.createDirectories(parent), "journal-bench");
        background = Executors.newSingleThreadExecutor();
        JournalOptions options = JournalOptions.standard(background, System::nanoTime, new JournalListener() {});
        Disk disk = sync ? new FileDisk(directory) : new UnsyncedDisk(new FileDisk(directory));
        journal = Journal.open(disk, options, (position, buffer, offset, length) -> {})
                .journal();
        while (journal.spareMissing()) {
            Thread.onSpinWait();
        }
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        journal.close();
        background.shutdown();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    public long commit() throws IOException {
        for (int i = 0; i < batch; i++) {
            ByteBuffer buffer = journal.begin(600);
            buffer.put(record);
            journal.end();
        }
        return journal.commit();
    }
}
