package io.gatehouse.server.roster.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** The ids of all files together: refuses each that stands twice, and names both places. */
final class PassIds implements AutoCloseable {
    private static final int FILE_SHIFT = 40;
    /** Bytes of a row, rather more than fewer. */
    private static final int ROW_BYTES = 120;

    private final List<Path> files;
    private final IdPlaces places;
    private int file = -1;

    PassIds(List<Path> files) throws IOException {
        this.files = files;
        long bytes = 0;
        for (Path path : files) {
            bytes += Files.size(path);
        }
        places = new IdPlaces(bytes / ROW_BYTES);
    }

    /** What comes from here on stands in the next file. */
    void next() {
        file++;
    }

    void take(Row row) {
        long place = (long) file << FILE_SHIFT | row.line();
        long before = places.putIfAbsent(row.hi(), row.lo(), place);
        if (before != IdPlaces.NEW) {
            String name = files.get((int) (before >>> FILE_SHIFT)).getFileName().toString();
            long line = before & (1L << FILE_SHIFT) - 1;
            String id = new UUID(row.hi(), row.lo()).toString();
            row.refuse("pass_id", Shown.of(id) + " stands in " + name + ":" + line + " already");
        }
    }

    @Override
    public void close() {
        places.close();
    }
}
