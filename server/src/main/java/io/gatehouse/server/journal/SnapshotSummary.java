package io.gatehouse.server.journal;

/**
 * A snapshot that is whole.
 *
 * @param name of its file
 * @param position replay goes on there: a frame begins at it
 * @param throughPosition what was copied last stands in the journal below it
 * @param madeAtUs microseconds since 1970
 * @param journalKey of the journal that it belongs to
 * @param passes records of passes; one that is there twice counts twice
 */
public record SnapshotSummary(
        String name,
        long position,
        long throughPosition,
        long madeAtUs,
        long journalKey,
        long records,
        long passes,
        long bytes) {}
