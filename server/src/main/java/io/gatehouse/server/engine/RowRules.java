package io.gatehouse.server.engine;

import io.gatehouse.proto.v1.PassKind;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.Change.PassChanges;
import io.gatehouse.server.roster.Pass;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.RowChange;

/** What a row of a change-set must keep to. */
final class RowRules {
    private final Passes passes;

    RowRules(Passes passes) {
        this.passes = passes;
    }

    /** Why a row cannot stand; null where it can. */
    ChangeRefusal refused(PassChanges change, RowChange row) {
        PassRow before = row.before();
        PassRow after = row.after();
        PassRow any = after != null ? after : before;
        if (any == null || before != null && (before.hi() != any.hi() || before.lo() != any.lo())) {
            return ChangeRefusal.INVALID_ROW;
        }
        if (any.estateId() != change.estateId() || before != null && before.estateId() != change.estateId()) {
            return ChangeRefusal.OTHER_ESTATE;
        }
        if (after != null && !valid(after)) {
            return ChangeRefusal.INVALID_ROW;
        }
        Pass stands = passes.find(any.hi(), any.lo());
        if (stands != null && stands.estateId() != change.estateId()) {
            return ChangeRefusal.OTHER_ESTATE;
        }
        if (!same(before, stands)) {
            return ChangeRefusal.BEFORE_DIFFERS;
        }
        return before == null ? null : clears(change.kind(), before, after);
    }

    /** Nothing that withdraws a pass for good, or keeps its holder at home, is lifted by the way. */
    private static ChangeRefusal clears(int kind, PassRow before, PassRow after) {
        boolean revoked = after != null && after.status() == PassRow.REVOKED;
        if (before.status() == PassRow.REVOKED && !revoked && kind != Change.UNDO) {
            return ChangeRefusal.CLEARS_REVOKED;
        }
        // A release ends the quarantine; it takes no pass away.
        boolean may = kind == Change.UNDO || kind == Change.RELEASE && after != null;
        boolean quarantined = after != null && after.quarantined();
        return before.quarantined() && !quarantined && !may ? ChangeRefusal.CLEARS_QUARANTINE : null;
    }

    private static boolean valid(PassRow row) {
        return row.kind() >= PassKind.PASS_KIND_RESIDENT_VALUE
                && row.kind() <= PassKind.PASS_KIND_COURIER_VALUE
                && row.scope() >= PassRow.SCOPE_ESTATE
                && row.scope() <= PassRow.SCOPE_ALL
                && row.scope() == PassRow.SCOPE_ALL == (row.estateId() == 0)
                && row.status() >= PassRow.ACTIVE
                && row.status() <= PassRow.REVOKED
                && row.validFromUs() >= 0
                && row.validUntilUs() >= 0;
    }

    private static boolean same(PassRow row, Pass pass) {
        if (row == null || pass == null) {
            return row == null && pass == null;
        }
        return row.equals(PassRow.of(row.hi(), row.lo(), pass));
    }
}
