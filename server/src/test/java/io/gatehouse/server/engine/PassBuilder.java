package io.gatehouse.server.engine;

import io.gatehouse.proto.v1.PassKind;
import io.gatehouse.server.roster.PassRow;

/** A resident of estate 1 with nothing against him, until something is said otherwise. */
final class PassBuilder {
    final long lo;
    int estate = 1;
    private PassKind kind = PassKind.PASS_KIND_RESIDENT;
    private int scope = PassRow.SCOPE_ESTATE;
    private long from;
    private long until;
    private int status = PassRow.ACTIVE;
    private int household = 7;
    private boolean property = true;
    private boolean grid = true;
    private boolean declared = true;
    private boolean quarantined;

    private PassBuilder(long lo) {
        this.lo = lo;
    }

    static PassBuilder pass(long lo) {
        return new PassBuilder(lo);
    }

    PassBuilder kind(PassKind value) {
        kind = value;
        return this;
    }

    PassBuilder estate(int value) {
        estate = value;
        return this;
    }

    PassBuilder scope(int value) {
        scope = value;
        estate = value == PassRow.SCOPE_ALL ? 0 : estate;
        return this;
    }

    PassBuilder valid(long fromUs, long untilUs) {
        from = fromUs;
        until = untilUs;
        return this;
    }

    PassBuilder status(int value) {
        status = value;
        return this;
    }

    PassBuilder household(int value) {
        household = value;
        return this;
    }

    PassBuilder listed(boolean byProperty, boolean byGrid) {
        property = byProperty;
        grid = byGrid;
        return this;
    }

    PassBuilder undeclared() {
        declared = false;
        return this;
    }

    PassBuilder quarantined() {
        quarantined = true;
        return this;
    }

    PassRow row() {
        return new PassRow(
                TestSite.HI,
                lo,
                estate,
                kind.getNumber(),
                scope,
                from,
                until,
                status,
                household,
                property,
                grid,
                declared,
                quarantined);
    }
}
