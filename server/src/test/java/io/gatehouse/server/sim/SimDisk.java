package io.gatehouse.server.sim;

import io.gatehouse.server.journal.Disk;
import io.gatehouse.server.journal.DiskFile;
import io.gatehouse.server.journal.DiskFullException;
import io.gatehouse.server.journal.JournalInUseException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A disk in memory that forgets. What was not synced is lost, torn or kept at a {@link #crash}, sector by sector and name
 * by name, as the seed says. It fails or loses power at a chosen call. One thread.
 */
public final class SimDisk implements Disk {
    /** Calls that change something. */
    public enum Call {
        CREATE,
        WRITE,
        TRUNCATE,
        SYNC,
        RENAME,
        DELETE,
        SYNC_DIRECTORY
    }

    private final SplittableRandom random;
    private final Map<String, SimFile> seen = new TreeMap<>();
    private final Map<String, SimFile> medium = new TreeMap<>();
    private final long[] counts = new long[Call.values().length];
    private long calls;
    private long crashAt = Long.MAX_VALUE;
    private Call failing;
    private long failAt;
    private boolean failWithFull;
    private long capacity = Long.MAX_VALUE;
    private boolean locked;
    private Runnable onRename = () -> {};
    /** Open files of before the last crash are dead. */
    private int life;

    public SimDisk(long seed) {
        random = new SplittableRandom(seed);
    }

    // ---- faults ---------------------------------------------------------------------------------

    /** Loses power in the {@code n}-th changing call from now on, 1 being the next. */
    public void crashAtCall(long n) {
        crashAt = calls + n;
    }

    /** Never mind {@link #crashAtCall}. */
    public void crashNever() {
        crashAt = Long.MAX_VALUE;
    }

    /** The {@code n}-th call of that kind from now on fails, with ENOSPC or else EIO. */
    public void failAt(Call kind, long n, boolean full) {
        failing = kind;
        failAt = counts[kind.ordinal()] + n;
        failWithFull = full;
    }

    /** Runs just before each rename: what another thread may do there. */
    public void onRename(Runnable other) {
        onRename = other;
    }

    /** Bytes that all files together may take. */
    public void capacity(long bytes) {
        capacity = bytes;
    }

    /** Changing calls so far. */
    public long calls() {
        return calls;
    }

    /** Calls of one kind so far. */
    public long calls(Call kind) {
        return counts[kind.ordinal()];
    }

    /** The power is gone and comes back: only what is on the medium is left, and what the seed lets through. */
    public void crash() {
        List<String> names = new ArrayList<>(seen.keySet());
        medium.keySet().stream().filter(name -> !seen.containsKey(name)).forEach(names::add);
        for (String name : names) {
            SimFile now = seen.get(name);
            if (medium.get(name) != now && random.nextBoolean()) {
                set(medium, name, now);
            }
        }
        seen.clear();
        seen.putAll(medium);
        seen.values().stream().distinct().forEach(file -> file.crash(random));
        locked = false;
        life++;
        crashNever();
        failing = null;
    }

    /** The process is gone, the system stays: what was written is still there, synced or not. */
    public void kill() {
        locked = false;
        life++;
        crashNever();
        failing = null;
    }

    private static void set(Map<String, SimFile> names, String name, SimFile file) {
        if (file == null) {
            names.remove(name);
        } else {
            names.put(name, file);
        }
    }

    /** Content of a file, as programs see it. */
    public byte[] content(String name) throws IOException {
        return file(name).content();
    }

    /** Puts a file there, synced. */
    public void put(String name, byte[] content) {
        SimFile file = new SimFile();
        file.write(0, content, content.length);
        file.sync();
        seen.put(name, file);
        medium.put(name, file);
    }

    /** Takes a file away, synced. */
    public void remove(String name) {
        seen.remove(name);
        medium.remove(name);
    }

    /** Tells whether the call is to be carried out before the power goes: then {@link #after} throws. */
    private boolean before(Call kind) throws IOException {
        calls++;
        counts[kind.ordinal()]++;
        if (failing == kind && counts[kind.ordinal()] == failAt) {
            failing = null;
            if (failWithFull) {
                throw new DiskFullException("No space left on device", null);
            }
            throw new IOException("Input/output error");
        }
        if (calls > crashAt) {
            throw new SimCrash(calls); // dead since then
        }
        return calls < crashAt || random.nextBoolean();
    }

    private void after() {
        if (calls >= crashAt) {
            throw new SimCrash(calls);
        }
    }

    private SimFile file(String name) throws IOException {
        SimFile file = seen.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    // ---- Disk -----------------------------------------------------------------------------------

    @Override
    public List<String> list() {
        return List.copyOf(seen.keySet());
    }

    @Override
    public DiskFile openRead(String name) throws IOException {
        return new Handle(file(name), false);
    }

    @Override
    public DiskFile openWrite(String name) throws IOException {
        return new Handle(file(name), true);
    }

    @Override
    public DiskFile create(String name) throws IOException {
        boolean done = before(Call.CREATE);
        if (seen.containsKey(name)) {
            throw new IOException(name + " exists");
        }
        SimFile file = new SimFile();
        if (done) {
            seen.put(name, file);
        }
        after();
        return new Handle(file, true);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        onRename.run();
        boolean done = before(Call.RENAME);
        SimFile file = file(from);
        if (done) {
            seen.remove(from);
            seen.put(to, file);
        }
        after();
    }

    @Override
    public void delete(String name) throws IOException {
        boolean done = before(Call.DELETE);
        file(name);
        if (done) {
            seen.remove(name);
        }
        after();
    }

    @Override
    public void syncDirectory() throws IOException {
        if (before(Call.SYNC_DIRECTORY)) {
            medium.clear();
            medium.putAll(seen);
        }
        after();
    }

    @Override
    public long usableBytes() {
        long used = seen.values().stream().mapToLong(SimFile::size).sum();
        return Math.max(0, capacity - used);
    }

    @Override
    public Closeable lock(String name) throws IOException {
        if (locked) {
            throw new JournalInUseException("in use");
        }
        locked = true;
        int holder = life;
        return () -> {
            if (holder == life) {
                locked = false;
            }
        };
    }

    private final class Handle implements DiskFile {
        private final SimFile file;
        private final boolean writable;
        private final int born = life;
        private boolean open = true;

        Handle(SimFile file, boolean writable) {
            this.file = file;
            this.writable = writable;
        }

        private void check(boolean writing) throws IOException {
            if (!open || born != life || writing && !writable) {
                throw new IOException("closed, or not open for this");
            }
        }

        @Override
        public long size() throws IOException {
            check(false);
            return file.size();
        }

        @Override
        public int read(long offset, ByteBuffer target) throws IOException {
            check(false);
            byte[] bytes = new byte[target.remaining()];
            int count = file.read((int) offset, bytes, 0, bytes.length);
            target.put(bytes, 0, count);
            return count;
        }

        @Override
        public void write(long offset, ByteBuffer source) throws IOException {
            check(true);
            boolean whole = before(Call.WRITE);
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            if (offset + bytes.length - file.size() > usableBytes()) {
                throw new DiskFullException("No space left on device", null);
            }
            int length = whole ? bytes.length : random.nextInt(bytes.length + 1);
            file.write((int) offset, bytes, length);
            after();
        }

        /** As a device does that takes whole blocks only, where they lie in the file. */
        @Override
        public void append(long offset, ByteBuffer source) throws IOException {
            int length = source.remaining();
            long padded = offset + length + SimFile.PAGE - 1 & -SimFile.PAGE;
            if (padded > file.size()) {
                write(offset, source);
                return;
            }
            ByteBuffer block = ByteBuffer.allocate((int) (padded - offset));
            block.put(source).position(0);
            write(offset, block);
        }

        @Override
        public void truncate(long size) throws IOException {
            check(true);
            if (before(Call.TRUNCATE)) {
                file.truncate((int) size);
            }
            after();
        }

        @Override
        public void sync() throws IOException {
            check(true);
            boolean done;
            try {
                done = before(Call.SYNC);
            } catch (IOException e) {
                file.failSync(random);
                throw e;
            }
            if (done) {
                file.sync();
            }
            after();
        }

        @Override
        public void syncAll() throws IOException {
            sync();
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
