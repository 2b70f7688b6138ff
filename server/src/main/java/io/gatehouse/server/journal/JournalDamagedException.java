package io.gatehouse.server.journal;

import java.io.IOException;

/** Bytes that were on disk are not there any more, or not as they were: exit 65. Nothing was changed. */
public final class JournalDamagedException extends IOException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final String file;
    private final long offset;

    public JournalDamagedException(String file, long offset, String what) {
        super("journal damaged: " + file + " at offset " + offset + ": " + what);
        this.what = what;
        this.file = file;
        this.offset = offset;
    }

    /** The same with more words. */
    JournalDamagedException saying(String more) {
        return new JournalDamagedException(file, offset, what + more);
    }

    /** Name of the file in the data directory. */
    public String file() {
        return file;
    }

    /** Offset in that file, in bytes, of the first frame that is not as it should be. */
    public long offset() {
        return offset;
    }
}
