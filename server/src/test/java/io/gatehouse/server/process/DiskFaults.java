package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.testing.Counts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What stands between a server process and its disk: a library loaded before the C library, that fails, delays, holds or
 * shortens calls as long as a file says so. Built by gcc; where that is missing nothing can be tested, which is said.
 */
final class DiskFaults {
    static final int EIO = 5;
    static final int ENOSPC = 28;
    static final int EROFS = 30;

    /** Each of them, rather than the n-th one only. */
    static final int EACH = 0;

    /**
     * Each line of the file is: call, part of the file's name, what, which one (counted from when the file appeared; 0 for
     * each), value. The first line that fits holds. Later calls than the failing one say that all is well, as kernels do.
     */
    private static final String SOURCE = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <errno.h>
            #include <fcntl.h>
            #include <stdarg.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <sys/statvfs.h>
            #include <sys/syscall.h>
            #include <unistd.h>

            #define LINES 4
            static int counts[LINES];

            static long fault(const char *call, const char *name, char *what) {
              const char *plan = getenv("DISK_FAULTS");
              FILE *file = plan ? fopen(plan, "re") : NULL;
              long value = 0;
              what[0] = 0;
              if (!file) return 0;
              char of[16], part[64], does[16];
              long which, number;
              for (int i = 0; i < LINES && fscanf(file, "%15s %63s %15s %ld %ld", of, part, does, &which, &number) == 5; i++) {
                if (strcmp(of, call) || !strstr(name, part)) continue;
                int count = __sync_add_and_fetch(&counts[i], 1);
                if (which == 0 || which == count) { strcpy(what, does); value = number; break; }
              }
              fclose(file);
              return value;
            }

            /* Whether the call fails; waits where it has to. */
            static int fails(const char *what, long value) {
              if (!strcmp(what, "fail")) { errno = (int) value; return 1; }
              if (!strcmp(what, "slow")) usleep(1000 * (useconds_t) value);
              if (!strcmp(what, "hold")) while (access(getenv("DISK_FAULTS"), F_OK) == 0) usleep(1000);
              return 0;
            }

            static const char *name_of(int fd, char *name, size_t size) {
              char link[64];
              snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
              ssize_t length = readlink(link, name, size - 1);
              name[length < 0 ? 0 : length] = 0;
              return name;
            }

            static int synced(const char *call, int fd, long number) {
              char name[4096], what[16];
              long value = fault(call, name_of(fd, name, sizeof name), what);
              return fails(what, value) ? -1 : (int) syscall(number, fd);
            }

            int fdatasync(int fd) { return synced("fdatasync", fd, SYS_fdatasync); }

            int fsync(int fd) { return synced("fsync", fd, SYS_fsync); }

            ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
              char name[4096], what[16];
              long value = fault("pwrite", name_of(fd, name, sizeof name), what);
              int direct = fcntl(fd, F_GETFL) & O_DIRECT;
              if (fails(what, value)) return -1;
              if (direct && (!strcmp(what, "plain") || !strcmp(what, "odd"))) { errno = EINVAL; return -1; }
              if (!strcmp(what, "odd") && count > 1) count = count / 2 | 1;
              if (!strcmp(what, "short") && count > (size_t) value) count = value;
              return syscall(SYS_pwrite64, fd, bytes, count, offset);
            }

            int open64(const char *path, int flags, ...) {
              va_list rest;
              va_start(rest, flags);
              int mode = va_arg(rest, int);
              va_end(rest);
              char what[16] = "";
              long value = flags & (O_WRONLY | O_RDWR | O_CREAT) ? fault("open", path, what) : 0;
              if (fails(what, value)) return -1;
              return (int) syscall(SYS_openat, AT_FDCWD, path, flags | O_LARGEFILE, mode);
            }

            int statvfs64(const char *path, struct statvfs64 *into) {
              int (*real)(const char *, struct statvfs64 *) =
                  (int (*)(const char *, struct statvfs64 *)) dlsym(RTLD_NEXT, "statvfs64");
              char what[16];
              long value = fault("statvfs", path, what);
              int result = real(path, into);
              if (!strcmp(what, "full")) into->f_bfree = into->f_bavail = value;
              return result;
            }
            """;

    private final Path plan;
    private final Path library;

    private DiskFaults(Path plan, Path library) {
        this.plan = plan;
        this.library = library;
    }

    /** Builds the library in that folder, or ends the test, loudly, where there is no compiler. */
    static DiskFaults build(Path home, String tested) throws IOException, InterruptedException {
        boolean compiler = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "gcc")));
        if (!compiler) {
            Counts.report("NOT TESTED, gcc is missing: " + tested, 0, 1);
        }
        assumeTrue(compiler, "gcc is missing, so no disk can be made to fail");
        Path source = Files.writeString(home.resolve("faults.c"), SOURCE);
        Path library = home.resolve("faults.so");
        int code = new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
                .inheritIO()
                .start()
                .waitFor();
        assertEquals(0, code, "gcc builds the library");
        return new DiskFaults(home.resolve("faults"), library);
    }

    /** For the server process. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "DISK_FAULTS", plan.toString());
    }

    /** From now on, all at once. */
    void begin(String... lines) throws IOException {
        Path aside = plan.resolveSibling("faults.new");
        Files.writeString(aside, String.join("\n", lines) + "\n");
        Files.move(aside, plan, StandardCopyOption.ATOMIC_MOVE);
    }

    /** All is well again. */
    void end() throws IOException {
        Files.deleteIfExists(plan);
    }

    // ---- lines ------------------------------------------------------------------------------------

    /** A sync of the segment being written fails: the n-th, or {@link #EACH}. */
    static String syncFails(int which, int errno) {
        return "fdatasync .journal fail " + which + " " + errno;
    }

    /** A write to the segment being written fails. */
    static String writeFails(int which, int errno) {
        return "pwrite .journal fail " + which + " " + errno;
    }

    /** Writes to the next segment find no room, whatever the file system says it has. */
    static String spareFails(int which, int errno) {
        return "pwrite spare fail " + which + " " + errno;
    }

    /** The file system says that nothing is free. */
    static String full(Path folder) {
        return "statvfs " + folder + " full " + EACH + " 0";
    }

    /** Syncs of the segment being written wait until {@link #end}. */
    static String syncsHang() {
        return "fdatasync .journal hold " + EACH + " 0";
    }

    static String syncsTake(int millis) {
        return "fdatasync .journal slow " + EACH + " " + millis;
    }

    /** Nothing under that folder is opened for writing. */
    static String readOnly(Path folder) {
        return "open " + folder + " fail " + EACH + " " + EROFS;
    }

    /** Writes take so many bytes at most. */
    static String writesTake(int bytes) {
        return "pwrite /data/ short " + EACH + " " + bytes;
    }

    /** Writes past the page cache are refused; others take half, an odd number of bytes. */
    static String plainWritesTakeHalf() {
        return "pwrite /data/ odd " + EACH + " 0";
    }

    /** Writes past the page cache are refused, as some file systems do only when asked to write. */
    static String onlyPlainWrites() {
        return "pwrite /data/ plain " + EACH + " 0";
    }
}
