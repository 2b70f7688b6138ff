package io.gatehouse.server.roster.site;

import java.util.SplittableRandom;
import java.util.UUID;

/** One line of {@code passes*.csv} in the making; used again for the next one. */
final class DemoPass {
    static final String HEADING = String.join(",", PassesCsv.COLUMNS) + "\n";
    private static final long VERSION_4 = 0x4000;
    private static final long VARIANT = 1L << 63;

    int estate;
    String kind;
    String scope;
    String validFrom;
    String validUntil;
    String status;
    int household;
    boolean propertyListed;
    boolean gridListed;
    boolean declared;
    boolean quarantined;

    /** A pass that is good in every way and open at both ends. */
    DemoPass start(String kind, String scope, int estate) {
        this.kind = kind;
        this.scope = scope;
        this.estate = estate;
        validFrom = "";
        validUntil = "";
        status = "ACTIVE";
        household = 0;
        propertyListed = true;
        gridListed = true;
        declared = true;
        quarantined = false;
        return this;
    }

    void write(StringBuilder to, SplittableRandom random) {
        long hi = random.nextLong() & ~0xf000L | VERSION_4;
        long lo = random.nextLong() >>> 2 | VARIANT;
        to.append(new UUID(hi, lo))
                .append(',')
                .append(estate)
                .append(',')
                .append(kind)
                .append(',');
        to.append(scope)
                .append(',')
                .append(validFrom)
                .append(',')
                .append(validUntil)
                .append(',');
        to.append(status)
                .append(',')
                .append(household)
                .append(',')
                .append(propertyListed)
                .append(',');
        to.append(gridListed)
                .append(',')
                .append(declared)
                .append(',')
                .append(quarantined)
                .append('\n');
    }
}
