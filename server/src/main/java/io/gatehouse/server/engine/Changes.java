package io.gatehouse.server.engine;

import io.gatehouse.proto.v1.Command;
import io.gatehouse.server.engine.Event.Result;
import io.gatehouse.server.roster.Change.EstateChange;
import io.gatehouse.server.roster.Change.GateChange;
import io.gatehouse.server.roster.Change.ModeChange;
import io.gatehouse.server.roster.Change.PassChanges;
import io.gatehouse.server.roster.Change.PolicyChange;
import io.gatehouse.server.roster.Change.SiteChange;
import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.GateRow;
import io.gatehouse.server.roster.Register;
import io.gatehouse.server.roster.RowIndex;
import java.util.HexFormat;
import java.util.Objects;

/** Decides on changes of roster, register, policies, modes and site: gives each its version, or the reason why not. */
public final class Changes {
    /** Most rows of a change-set. */
    public static final int MAX_ROWS = 100_000;

    private static final int DIGEST = 32;
    private static final int MAX_GATE_ID = 64;

    private final Register register;
    private final Policies policies;
    private final RosterVersions versions;
    private final RowRules rows;

    Changes(Register register, Policies policies, RosterVersions versions, RowRules rows) {
        this.register = register;
        this.policies = policies;
        this.versions = versions;
        this.rows = rows;
    }

    void decide(Event e) {
        ChangeRefusal refused = null;
        if (e.change instanceof PassChanges change) {
            refused = passes(e, change);
            e.version = versions.version() + 1;
        } else if (e.change instanceof EstateChange change) {
            refused = estate(change);
            e.version = register.version() + 1;
        } else if (e.change instanceof GateChange change) {
            refused = gate(change);
            e.version = register.version() + 1;
        } else if (e.change instanceof PolicyChange change) {
            refused = policy(change);
            e.version = policies.version() + 1;
        } else if (e.change instanceof ModeChange change) {
            refused = mode(change);
        } else if (e.change instanceof SiteChange change) {
            refused = SiteTime.isZone(change.timeZone()) ? null : ChangeRefusal.INVALID_TIME_ZONE;
        }
        if (refused == null) {
            e.result = Result.RECORDED;
        } else {
            refuse(e, refused);
        }
    }

    static void refuse(Event e, ChangeRefusal why) {
        e.result = Result.NONE;
        e.changeRefusal = why;
        if (e.changeRefused == null) {
            e.changeRefused = why.text();
        }
        e.version = 0;
    }

    private ChangeRefusal passes(Event e, PassChanges change) {
        if (change.estateId() != 0 && register.estate(change.estateId()) == null) {
            return ChangeRefusal.UNKNOWN_ESTATE;
        }
        if (change.baseVersion() != versions.version(change.estateId())) {
            return ChangeRefusal.BASE_VERSION_MOVED;
        }
        if (change.rows().size() > MAX_ROWS) {
            return ChangeRefusal.TOO_MANY_ROWS;
        }
        int size = change.rows().size();
        int first = e.rows == null ? 0 : e.rows.checkedIn(versions.version());
        int bad = firstBad(change, first, size);
        if (bad == size) {
            return null;
        }
        ChangeRefusal refused = rows.refused(change, change.rows().get(bad));
        e.changeRefused = "row " + (bad + 1) + ": " + refused.text();
        return refused;
    }

    /**
     * Checks some more rows of a change-set that is still to be offered, so that {@link #decide} need not check them if the
     * roster has not changed by then.
     *
     * @return whether there are more, and they are worth checking ahead
     */
    boolean checkAhead(PassChanges change, RowIndex index, int most) {
        long version = versions.version();
        int size = change.rows().size();
        int first = index.checkedIn(version);
        int last = Math.min(size, first + most);
        if (size > MAX_ROWS || firstBad(change, first, last) < last) {
            return false;
        }
        index.checked(last, version);
        return last < size;
    }

    /** Number of the first row that can't stand; {@code to} where all can. */
    private int firstBad(PassChanges change, int from, int to) {
        for (int i = from; i < to; i++) {
            if (rows.refused(change, change.rows().get(i)) != null) {
                return i;
            }
        }
        return to;
    }

    private ChangeRefusal estate(EstateChange change) {
        EstateRow any = change.after() != null ? change.after() : change.before();
        if (any == null || any.estateId() < 1 || any.estateId() > Register.MAX_ESTATE_ID) {
            return ChangeRefusal.INVALID_ROW;
        }
        EstateRow stands = register.estate(any.estateId());
        return Objects.equals(change.before(), stands) ? null : ChangeRefusal.BEFORE_DIFFERS;
    }

    private ChangeRefusal gate(GateChange change) {
        GateRow any = change.after() != null ? change.after() : change.before();
        if (any == null || any.gateId().isEmpty() || any.gateId().length() > MAX_GATE_ID) {
            return ChangeRefusal.INVALID_ROW;
        }
        int number = register.number(any.gateId());
        GateRow stands = number >= 0 && register.stands(number) ? register.gate(number) : null;
        if (!Objects.equals(change.before(), stands)) {
            return ChangeRefusal.BEFORE_DIFFERS;
        }
        if (change.after() == null) {
            return null;
        }
        if (register.estate(any.estateId()) == null) {
            return ChangeRefusal.UNKNOWN_ESTATE;
        }
        return any.tokenSha256().stream().allMatch(Changes::isDigest) ? null : ChangeRefusal.INVALID_ROW;
    }

    private ChangeRefusal policy(PolicyChange change) {
        boolean known = change.estateId() == 0 || register.estate(change.estateId()) != null;
        if (!known && !change.after().isEmpty()) {
            return ChangeRefusal.UNKNOWN_ESTATE;
        }
        if (!policies.given(change.estateId()).equals(change.before())) {
            return ChangeRefusal.BEFORE_DIFFERS;
        }
        return Policies.holds(change) ? null : ChangeRefusal.INVALID_POLICY;
    }

    private ChangeRefusal mode(ModeChange change) {
        boolean isMode = change.mode() == Command.Kind.KIND_LOCKDOWN_VALUE
                || change.mode() == Command.Kind.KIND_EMERGENCY_OPEN_VALUE
                || change.mode() == Command.Kind.KIND_NORMAL_VALUE;
        if (!isMode) {
            return ChangeRefusal.INVALID_ROW;
        }
        if (!change.gateId().isEmpty()) {
            return register.number(change.gateId()) >= 0 ? null : ChangeRefusal.UNKNOWN_GATE;
        }
        boolean known = change.estateId() == 0 || register.estate(change.estateId()) != null;
        return known ? null : ChangeRefusal.UNKNOWN_ESTATE;
    }

    private static boolean isDigest(String hex) {
        return hex.length() == 2 * DIGEST && hex.chars().allMatch(HexFormat::isHexDigit);
    }
}
