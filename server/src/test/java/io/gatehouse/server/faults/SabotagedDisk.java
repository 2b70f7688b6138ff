package io.gatehouse.server.faults;

import io.gatehouse.server.journal.Disk;
import io.gatehouse.server.journal.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A disk that lies about its syncs, as a {@link Saboteur} has it. */
record SabotagedDisk(Disk disk, Saboteur saboteur) implements Disk {
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
        return new File(disk.openWrite(name));
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return new File(disk.create(name));
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
    public void syncDirectory() throws IOException {
        if (saboteur != Saboteur.DIRECTORY_SYNC_SKIPPED) {
            disk.syncDirectory();
        }
    }

    @Override
    public long usableBytes() throws IOException {
        return disk.usableBytes();
    }

    @Override
    public Closeable lock(String name) throws IOException {
        return disk.lock(name);
    }

    private final class File implements DiskFile {
        private final DiskFile file;

        File(DiskFile file) {
            this.file = file;
        }

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
        public void sync() throws IOException {
            if (saboteur == Saboteur.SYNC_SKIPPED) {
                return;
            }
            try {
                file.sync();
            } catch (IOException e) {
                if (saboteur != Saboteur.FAILED_SYNC_IGNORED) {
                    throw e;
                }
            }
        }

        @Override
        public void syncAll() throws IOException {
            file.syncAll();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
