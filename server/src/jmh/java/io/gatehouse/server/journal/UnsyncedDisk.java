package io.gatehouse.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A disk whose files are never synced: shows what is left when the disk costs nothing. For benchmarks only. */
final class UnsyncedDisk implements Disk {
    private final Disk disk;

    UnsyncedDisk(Disk disk) {
        this.disk = disk;
    }

    @Override
    public List<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public DiskFile openRead(String name) throws IOException {
        return disk.openRead(name);
    }

    @Override
    public DiskFile openWrite(String name) throws IOException {
        return new Unsynced(disk.openWrite(name));
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return new Unsynced(disk.create(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void syncDirectory() {}

    @Override
    public long usableBytes() throws IOException {
        return disk.usableBytes();
    }

    @Override
    public Closeable lock(String name) throws IOException {
        return disk.lock(name);
    }

    private record Unsynced(DiskFile file) implements DiskFile {
        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(long offset, ByteBuffer target) throws IOException {
            return file.read(offset, target);
        }

        @Override
        public void write(long offset, ByteBuffer source) throws IOException {
            file.write(offset, source);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void sync() {}

        @Override
        public void syncAll() {}

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
