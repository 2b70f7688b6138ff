package io.gatehouse.server.roster;

import java.util.UUID;

/**
 * What a roster says of one pass. Enum fields hold the numbers of {@code gate.proto} and {@code journal.proto}.
 *
 * @param hi first eight bytes of the pass id, big endian
 * @param lo last eight bytes of the pass id
 * @param estateId 1 to 1,000,000; 0 with scope ALL
 * @param kind {@code PassKind} number
 * @param scope {@code PassRow.Scope} number
 * @param validFromUs microseconds since 1970; 0 for open
 * @param validUntilUs first instant that is no longer valid; 0 for open
 * @param status {@code PassRow.Status} number
 * @param household within the estate; 0 for none
 */
public record PassRow(
        long hi,
        long lo,
        int estateId,
        int kind,
        int scope,
        long validFromUs,
        long validUntilUs,
        int status,
        int household,
        boolean propertyListed,
        boolean gridListed,
        boolean declared,
        boolean quarantined) {

    public static final int SCOPE_ESTATE = 1;
    public static final int SCOPE_COMMUNITY = 2;
    public static final int SCOPE_ALL = 3;
    public static final int ACTIVE = 1;
    public static final int SUSPENDED = 2;
    public static final int REVOKED = 3;

    /** The roster's fields of a pass that stands. */
    public static PassRow of(long hi, long lo, Pass pass) {
        return new PassRow(
                hi,
                lo,
                pass.estateId(),
                pass.kind(),
                pass.scope(),
                pass.validFromUs(),
                pass.validUntilUs(),
                pass.status(),
                pass.household(),
                pass.propertyListed(),
                pass.gridListed(),
                pass.declared(),
                pass.quarantined());
    }

    public UUID id() {
        return new UUID(hi, lo);
    }
}
