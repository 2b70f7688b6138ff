package io.gatehouse.server.transport;

import java.nio.file.Path;

/** Certificate, key or authorities can't be used. The message names the file and what is wrong with it. */
public final class BadCertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    BadCertificateException(Path file, String what) {
        super(file + ": " + what);
    }

    BadCertificateException(Path file, String what, Throwable cause) {
        super(file + ": " + what, cause);
    }
}
