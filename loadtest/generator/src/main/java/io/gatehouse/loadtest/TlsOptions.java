package io.gatehouse.loadtest;

import io.gatehouse.loadtest.link.LinkTls;
import io.gatehouse.loadtest.run.RunFailed;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Whether gates speak TLS, and whom they trust. */
final class TlsOptions {
    @Option(names = "--tls", description = "Gates speak TLS 1.3; the certificate has to name the host of the target.")
    private boolean tls;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "With --tls: PEM of the authorities that gates trust. Default: those of the JDK.")
    private Path authorities;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "With --tls: PEM that all gates show.")
    private Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "With --tls-cert: its key, PKCS#8, no password.")
    private Path key;

    /** What is wrong, in words; null where nothing is. */
    String wrong() {
        if (!tls && (authorities != null || certificate != null || key != null)) {
            return "--tls-ca, --tls-cert and --tls-key go with --tls";
        }
        return (certificate == null) != (key == null) ? "--tls-cert and --tls-key go together" : null;
    }

    boolean on() {
        return tls;
    }

    /** Reads the files; null for plain connections. */
    LinkTls read() throws RunFailed {
        return tls ? read(authorities, certificate, key) : null;
    }

    /** The authorities that are named; null where none is. */
    Path authorities() {
        return authorities;
    }

    static LinkTls read(Path authorities, Path certificate, Path key) throws RunFailed {
        try {
            return LinkTls.of(authorities, certificate, key);
        } catch (IllegalArgumentException e) {
            throw new RunFailed("--tls: " + e.getMessage(), e);
        }
    }
}
