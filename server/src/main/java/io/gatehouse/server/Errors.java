package io.gatehouse.server;

import io.gatehouse.server.journal.JournalDamagedException;
import io.gatehouse.server.journal.JournalInUseException;
import io.gatehouse.server.roster.site.BadSiteException;
import io.gatehouse.server.transport.BadCertificateException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What went wrong, for a person, and the exit code for it. */
final class Errors {
    private Errors() {}

    static int report(Throwable e, PrintWriter out) {
        out.println("gatehouse: " + text(e));
        int code = code(e);
        if (code == Exit.INTERNAL || code == Exit.STORAGE && !(e instanceof FileSystemException)) {
            e.printStackTrace(out);
        }
        out.flush();
        return code;
    }

    private static String text(Throwable e) {
        if (e instanceof BindException) {
            return "can't listen: " + e.getMessage() + ". Is another server running? Port 0 takes a free one.";
        }
        if (e instanceof BadConfigException
                || e instanceof BadCertificateException
                || e instanceof BadSiteException
                || e instanceof JournalDamagedException
                || e instanceof JournalInUseException) {
            return e.getMessage();
        }
        if (e instanceof FileSystemException file) {
            return "can't use " + file.getFile() + ": " + reason(file);
        }
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private static String reason(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return "it is a file, where a folder is needed";
        }
        return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    }

    static int code(Throwable e) {
        if (e instanceof BadConfigException || e instanceof BadCertificateException || e instanceof BindException) {
            return Exit.CONFIG;
        }
        if (e instanceof BadSiteException || e instanceof JournalDamagedException) {
            return Exit.DATA;
        }
        if (e instanceof JournalInUseException) {
            return Exit.IN_USE;
        }
        return e instanceof IOException ? Exit.STORAGE : Exit.INTERNAL;
    }
}
