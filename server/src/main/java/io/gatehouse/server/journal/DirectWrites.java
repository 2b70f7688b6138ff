package io.gatehouse.server.journal;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Writes past the page cache. What a journal writes is not read again soon, and a copy of it into fresh pages costs more
 * than all else that the writer does. The device takes whole blocks only: the last, half-filled one stays here and is
 * written again with what follows.
 */
final class DirectWrites {
    private static final int STAGE = 1 << 20;
    /** Larger blocks than a page are for other uses than this. */
    static final int MAX_BLOCK = 4_096;

    private final FileChannel channel;
    private final FileChannel buffered;
    private final int block;
    private ByteBuffer stage;
    /** The block that the next append goes on in, and how much of it stands at the beginning of the stage. */
    private long blockOffset = -1;

    private int blockFilled;
    /** Of the file, at least: it is not made shorter while somebody appends. */
    private long length;

    private DirectWrites(FileChannel channel, FileChannel buffered, int block) {
        this.channel = channel;
        this.buffered = buffered;
        this.block = block;
    }

    /** Null where the file system can't. */
    static DirectWrites open(Path file, FileChannel buffered) {
        try {
            // Throws where the mount is not to be seen, as in a changed root.
            long block = Files.getFileStore(file).getBlockSize();
            if (block > MAX_BLOCK || Long.bitCount(block) != 1) {
                return null;
            }
            return new DirectWrites(
                    FileChannel.open(file, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT), buffered, (int) block);
        } catch (IOException | UnsupportedOperationException cannot) {
            return null;
        }
    }

    /** Whether a failed call means that this file takes no such writes at all, rather than that the device failed. */
    static boolean unsupported(IOException e) {
        return e.getMessage() != null && e.getMessage().toLowerCase(Locale.ROOT).contains("invalid argument");
    }

    int block() {
        return block;
    }

    /**
     * Writes {@code source} and zeros up to the end of its last block.
     *
     * @return false where that would make the file longer: nothing was written
     */
    boolean append(long offset, ByteBuffer source) throws IOException {
        long end = offset + source.remaining();
        long padded = end + block - 1 & -block;
        if (padded > length) {
            length = buffered.size();
            if (padded > length) {
                forget();
                return false;
            }
        }
        begin(offset);
        long at = blockOffset;
        int from = source.position();
        int filled = blockFilled;
        while (from < source.limit()) {
            int count = Math.min(source.limit() - from, STAGE - filled);
            stage.put(filled, source, from, count);
            from += count;
            filled += count;
            int whole = filled + block - 1 & -block;
            for (int i = filled; i < whole; i++) {
                stage.put(i, (byte) 0);
            }
            write(at, stage.limit(whole).position(0));
            int kept = filled & -block;
            at += kept;
            keep(kept, filled - kept);
            filled -= kept;
        }
        blockOffset = at;
        blockFilled = filled;
        source.position(source.limit());
        return true;
    }

    /** Brings the beginning of the first block to the beginning of the stage. */
    private void begin(long offset) throws IOException {
        if (stage == null) {
            stage = ByteBuffer.allocateDirect(STAGE + 2 * block).alignedSlice(block);
        }
        if (blockOffset >= 0 && offset == blockOffset + blockFilled) {
            return;
        }
        forget();
        long start = offset & -block;
        int before = (int) (offset - start);
        stage.limit(before).position(0);
        while (stage.hasRemaining()) {
            if (buffered.read(stage, start + stage.position()) < 0) {
                throw new IOException("an append beyond the end of the file");
            }
        }
        stage.clear();
        blockOffset = start;
        blockFilled = before;
    }

    private void keep(int from, int length) {
        stage.clear();
        if (from > 0 && length > 0) {
            stage.put(0, stage, from, length);
        }
    }

    /** What is kept of the last block may not be what stands there. */
    void forget() {
        blockOffset = -1;
    }

    /**
     * Whole blocks, from memory that is aligned. The system may take them in parts, and a part may end within a block:
     * the device's are smaller than the file system's. From there the rest goes through the page cache.
     */
    void write(long offset, ByteBuffer aligned) throws IOException {
        long at = offset;
        while (aligned.hasRemaining()) {
            int written = channel.write(aligned, at);
            at += Math.max(0, written);
            if (written <= 0 || (at & block - 1) != 0) {
                FileDisk.writeFully(buffered, at, aligned);
            }
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
