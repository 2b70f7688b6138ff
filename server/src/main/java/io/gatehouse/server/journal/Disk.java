package io.gatehouse.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * One directory, as the journal uses it. Names are plain file names in it. Nothing is on disk before a sync says so:
 * bytes and length of a file by {@link DiskFile#sync()}, names by {@link #syncDirectory()}. Every error is an
 * IOException, a full disk a {@link DiskFullException}. Safe for use by several threads.
 */
public interface Disk {
    /** Names of all files in the directory, sorted. */
    List<String> list() throws IOException;

    /** Opens an existing file for reading. */
    DiskFile openRead(String name) throws IOException;

    /** Opens an existing file for reading and writing. */
    DiskFile openWrite(String name) throws IOException;

    /** Makes a file that does not exist yet, empty, for reading and writing. */
    DiskFile create(String name) throws IOException;

    /** Gives a file another name, atomically, in place of a file that has it. Open files stay open. */
    void rename(String from, String to) throws IOException;

    /** Removes a name. */
    void delete(String name) throws IOException;

    /** Returns when all names made, changed and removed so far are on disk. */
    void syncDirectory() throws IOException;

    /** Bytes that could still be written here. */
    long usableBytes() throws IOException;

    /**
     * Takes the lock file of that name until closed; it ends with the process too.
     *
     * @throws JournalInUseException if another holder has it
     */
    Closeable lock(String name) throws IOException;
}
