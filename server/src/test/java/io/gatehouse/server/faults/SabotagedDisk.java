package io.gatehouse.server.faults;

import io.gatehouse.server.journal.Disk;
import io.gatehouse.server.journal.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A disk that lies about its syncs, as a {@link Saboteur} has it. */
record SabotagedDisk(Disk disk, Saboteur saboteur, Watcher watcher) implements Disk {
    /** Looks before a file is deleted. */
    interface Watcher {
        void beforeDelete(String name) throws IOException;
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
        return new File(name, disk.openWrite(name));
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return new File(name, disk.create(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        watcher.beforeDelete(name);
        disk.delete(name);
        if (saboteur == Saboteur.RETENTION_TAKES_ONE_MORE && name.endsWith(".journal")) {
            List<String> left =
                    disk.list().stream().filter(n -> n.endsWith(".journal")).toList();
            if (left.size() > 1) {
                disk.delete(left.get(0));
            }
        }
    }

    @Override
    public void syncDirectory() throws IOException {
        boolean draft = saboteur == Saboteur.SNAPSHOT_NAME_UNSYNCED
                && disk.list().stream().anyMatch(name -> name.endsWith(".snapshot"));
        if (saboteur != Saboteur.DIRECTORY_SYNC_SKIPPED && !draft) {
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
        private final String name;
        private final DiskFile file;

        File(String name, DiskFile file) {
            this.name = name;
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
            if (saboteur != Saboteur.SNAPSHOT_UNSYNCED || !name.contains(".snapshot")) {
                file.syncAll();
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
