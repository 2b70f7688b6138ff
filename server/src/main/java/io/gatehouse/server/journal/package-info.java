/**
 * The journal: append-only segments of frames, one frame for each group commit. {@link io.gatehouse.server.journal.Journal}
 * recovers and appends, {@link io.gatehouse.server.journal.JournalReader} reads beside it, {@link
 * io.gatehouse.server.journal.Disk} is all that both know of a file system. docs/JOURNAL.md has the byte layout.
 */
package io.gatehouse.server.journal;
