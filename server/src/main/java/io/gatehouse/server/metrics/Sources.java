package io.gatehouse.server.metrics;

import io.gatehouse.server.log.LogTally;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Where the exposition takes its figures from. Suppliers are asked at each scrape, on its thread: cheap, and never
 * waiting for another thread.
 *
 * @param loops one for each event loop
 * @param closeReasons labels of the reasons to close, in the order of the numbers that {@link LoopMeters#onClosed} takes
 */
public record Sources(
        List<LoopMeters> loops,
        List<String> closeReasons,
        JournalMeters journal,
        Ring ring,
        Gates gates,
        Roster roster,
        Program program) {

    /**
     * @param backlog events that not every consumer is through with
     * @param unsynced events decided and not yet on disk, at most
     */
    public record Ring(LongSupplier backlog, LongSupplier capacity, LongSupplier unsynced) {}

    /**
     * @param registered gates of the register
     * @param seen those of them that have ever begun a stream
     * @param allowed connections of gates that may be open at a time
     * @param upkeep of what they are known by
     */
    public record Gates(LongSupplier registered, LongSupplier seen, LongSupplier allowed, UpkeepMeters upkeep) {}

    /**
     * @param entries passes that it holds
     * @param capacity passes that it has room for
     * @param audits look-ups compared with the map
     * @param differences those of them that had another answer
     */
    public record Roster(
            LongSupplier entries,
            LongSupplier capacity,
            LongSupplier version,
            LongSupplier audits,
            LongSupplier differences) {}

    /** What runs, and what it warned of. */
    public record Program(String version, String revision, LogTally log) {}

    public Sources {
        loops = List.copyOf(loops);
        closeReasons = List.copyOf(closeReasons);
    }
}
