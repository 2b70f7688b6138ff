package io.gatehouse.server.metrics;

/** What the reload thread counts: site folder and certificates. Written by the starting thread, then by that one. */
public final class UpkeepMeters {
    /** What came of reading the site folder again. */
    public enum Site {
        APPLIED("applied"),
        /** Nothing differs from what stands. */
        UNCHANGED("unchanged"),
        /** The folder has problems: nothing of it was taken. */
        REFUSED("refused"),
        /** It was not all applied: the journal failed, or what stands moved meanwhile. */
        FAILED("failed");

        private final String label;

        Site(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** What came of reading certificate and key again. */
    public enum Certificate {
        RENEWED("renewed"),
        UNCHANGED("unchanged"),
        /** The files can't be used: the certificate from before stays. */
        REFUSED("refused");

        private final String label;

        Certificate(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private static final int PLAINTEXT = 0;
    private static final int CHANGES = 1;
    private static final int EXPIRY = 2;
    private static final int OTHERS = 3;

    private final Cells site = new Cells(Site.values().length);
    private final Cells certificates = new Cells(Certificate.values().length);
    private final Cells others = new Cells(OTHERS);

    public void onSite(Site result) {
        site.increment(result.ordinal());
    }

    /** So many differences of the site folder are applied and durable. */
    public void onChanges(int count) {
        others.add(CHANGES, count);
    }

    public void onCertificate(Certificate result) {
        certificates.increment(result.ordinal());
    }

    /** The gate listener is open without TLS. */
    public void onPlaintext() {
        others.set(PLAINTEXT, 1);
    }

    /**
     * A certificate is in use.
     *
     * @param seconds when it expires, since 1970
     */
    public void onCertificateUntil(long seconds) {
        others.set(EXPIRY, seconds);
    }

    long site(Site result) {
        return site.get(result.ordinal());
    }

    long certificates(Certificate result) {
        return certificates.get(result.ordinal());
    }

    long changes() {
        return others.get(CHANGES);
    }

    long plaintextListeners() {
        return others.get(PLAINTEXT);
    }

    /** 0 without TLS. */
    long certificateExpirySeconds() {
        return others.get(EXPIRY);
    }
}
