package io.gatehouse.checker;

import java.io.IOException;
import java.nio.file.Path;

/** A journal that breaks its own rules, and where. */
public final class DamagedJournalException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Path file;
    private final long offset;

    DamagedJournalException(Path file, long offset, String what) {
        super(file.getFileName() + " at offset " + offset + ": " + what);
        this.file = file;
        this.offset = offset;
    }

    /** The segment; it need not exist where the damage is that it is missing. */
    public Path file() {
        return file;
    }

    /** In bytes from the start of {@link #file}. */
    public long offset() {
        return offset;
    }
}
