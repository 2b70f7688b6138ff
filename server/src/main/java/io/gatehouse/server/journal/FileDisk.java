package io.gatehouse.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A directory of the file system; the only user of FileChannel. Its threads must not be interrupted: that closes files. */
public final class FileDisk implements Disk {
    private static final int MAX_PID_BYTES = 20;

    private final Path directory;

    /** @param directory made, with its parents, where it does not exist */
    public FileDisk(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    /** A directory that must exist: for readers. */
    public static FileDisk existing(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new java.nio.file.NotDirectoryException(directory.toString());
        }
        return new FileDisk(directory);
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public DiskFile openRead(String name) throws IOException {
        return ChannelFile.readOnly(open(name, StandardOpenOption.READ));
    }

    @Override
    public DiskFile openWrite(String name) throws IOException {
        return writable(name, open(name, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return writable(
                name, open(name, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
    }

    private DiskFile writable(String name, FileChannel channel) throws IOException {
        return new ChannelFile(channel, DirectWrites.open(directory.resolve(name), channel));
    }

    private FileChannel open(String name, StandardOpenOption... options) throws IOException {
        try {
            return FileChannel.open(directory.resolve(name), options);
        } catch (IOException e) {
            throw typed(e);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        try {
            Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw typed(e);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(directory.resolve(name));
    }

    @Override
    public void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw typed(e);
        }
    }

    @Override
    public long usableBytes() {
        // Not by the file store, which is not found where its mount is not to be seen, as in a changed root.
        return directory.toFile().getUsableSpace();
    }

    /** Nothing else in this process may open that file: closing it there would let the lock go (POSIX). */
    @Override
    public Closeable lock(String name) throws IOException {
        FileChannel channel = FileChannel.open(
                directory.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw new JournalInUseException(directory + " is in use by process " + holder(channel));
            }
            byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0);
            writeFully(channel, 0, ByteBuffer.wrap(pid));
            return channel; // closing it releases the lock
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(MAX_PID_BYTES);
        channel.read(pid, 0);
        String text = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
        return text.isEmpty() ? "unknown" : text;
    }

    /** Writes all of {@code source}; the system may take it in parts. */
    static void writeFully(FileChannel channel, long offset, ByteBuffer source) throws IOException {
        long at = offset;
        while (source.hasRemaining()) {
            int written = channel.write(source, at);
            if (written <= 0) {
                throw new IOException("wrote " + written + " of " + source.remaining() + " bytes");
            }
            at += written;
        }
    }

    static IOException typed(IOException e) {
        String message = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
        boolean full = message.contains("no space left") || message.contains("quota exceeded");
        return full ? new DiskFullException(e.getMessage(), e) : e;
    }
}
