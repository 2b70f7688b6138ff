package io.gatehouse.server.oracle;

import io.gatehouse.proto.journal.v1.PassRow;
import io.gatehouse.proto.journal.v1.PassState.Place;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.PassKind;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Verdict;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The table of PROTOCOL.md, 'Checks, in this order', row by row and in its order. It repeats the engine's checks on purpose: an
 * error has to be made twice, by two readers of that page, to stay hidden. So nothing here may be taken from the engine, nor moved there.
 */
final class CheckTable {
    private static final Set<PassKind> MAY_GO_FURTHER =
            Set.of(PassKind.PASS_KIND_STAFF, PassKind.PASS_KIND_MEDICAL, PassKind.PASS_KIND_COURIER);
    private static final Set<PassKind> EXEMPT_FROM_LOCKDOWN =
            Set.of(PassKind.PASS_KIND_STAFF, PassKind.PASS_KIND_MEDICAL);

    private final World world;
    private final Input.Scan scan;
    private final World.Gate gate;
    private final World.Pass pass;
    private final Rules rules;
    private final long atUs;
    private final boolean entry;

    private final List<Reason> reasons = new ArrayList<>();
    private Verdict verdict = Verdict.VERDICT_ALLOW;
    private boolean attention;

    private CheckTable(World world, Input.Scan scan, long atUs) {
        this.world = world;
        this.scan = scan;
        this.gate = world.gates.get(scan.gate());
        this.pass = world.passes.get(scan.passHex());
        this.rules = world.rules(gate.estate);
        this.atUs = atUs;
        this.entry = scan.direction() == Direction.DIRECTION_ENTRY;
    }

    /** @param atUs the time to judge at */
    static Result.Decision judge(World world, Input.Scan scan, long atUs) {
        CheckTable table = new CheckTable(world, scan, atUs);
        table.all();
        if (table.reasons.isEmpty()) {
            table.reasons.add(Reason.REASON_OK);
        }
        return new Result.Decision(table.verdict, List.copyOf(table.reasons), table.attention);
    }

    private void all() {
        if (gate.ownEmergency || world.ordered(Command.Kind.KIND_EMERGENCY_OPEN, scan.gate())) {
            row(Reason.REASON_EMERGENCY_OPEN, Verdict.VERDICT_ALLOW, true);
            return;
        }
        if (scan.passHex().length() != 32 || !Oracle.hasDirection(scan.direction())) {
            row(Reason.REASON_MALFORMED_SCAN, Verdict.VERDICT_REFER, false);
            return;
        }
        boolean fever = fever();
        if (fever) {
            row(Reason.REASON_FEVER, Verdict.VERDICT_REFER, true);
        }
        lockdown();
        if (pass == null) {
            row(Reason.REASON_UNKNOWN_PASS, entry ? Verdict.VERDICT_DENY : Verdict.VERDICT_REFER, false);
            temperatureMissing();
            temperatureImplausible();
            return;
        }
        standing();
        where();
        lists();
        quarantine();
        temperatureMissing();
        temperatureImplausible();
        temperatureHigh(fever);
        curfew();
        if (!World.samePassage(pass, atUs, scan.gate(), scan.direction())) {
            already();
            outingQuota();
        }
    }

    private boolean fever() {
        if (!rules.isHigh(scan.temperature())) {
            return false;
        }
        return pass == null || pass.high && Math.abs(atUs - pass.lastHighUs) <= TimeUnit.MINUTES.toMicros(30);
    }

    private void lockdown() {
        boolean exempt = pass != null && EXEMPT_FROM_LOCKDOWN.contains(pass.row.getKind());
        if (world.ordered(Command.Kind.KIND_LOCKDOWN, scan.gate()) && !exempt) {
            row(Reason.REASON_LOCKDOWN, Verdict.VERDICT_DENY, false);
        }
    }

    private void standing() {
        PassRow row = pass.row;
        Verdict denyInReferOut = entry ? Verdict.VERDICT_DENY : Verdict.VERDICT_REFER;
        if (row.getStatus() == PassRow.Status.STATUS_REVOKED) {
            row(Reason.REASON_REVOKED, denyInReferOut, true);
        }
        if (row.getStatus() == PassRow.Status.STATUS_SUSPENDED) {
            row(Reason.REASON_SUSPENDED, denyInReferOut, false);
        }
        if (row.getValidFromUs() != 0 && atUs < row.getValidFromUs()) {
            row(Reason.REASON_NOT_YET_VALID, denyInReferOut, false);
        }
        if (row.getValidUntilUs() != 0 && atUs >= row.getValidUntilUs()) {
            row(Reason.REASON_EXPIRED, denyInReferOut, false);
        }
        if (rules.declarationRequired() && !row.getDeclared()) {
            row(Reason.REASON_NOT_DECLARED, denyInReferOut, false);
        }
    }

    private void where() {
        if (isForThisEstate()) {
            return;
        }
        row(Reason.REASON_WRONG_ESTATE, entry ? Verdict.VERDICT_DENY : Verdict.VERDICT_ALLOW, !entry);
    }

    private boolean isForThisEstate() {
        PassRow row = pass.row;
        boolean further = MAY_GO_FURTHER.contains(row.getKind());
        if (further && row.getScope() == PassRow.Scope.SCOPE_ALL) {
            return true;
        }
        if (row.getEstateId() == gate.estate) {
            return true;
        }
        String here = world.communities.get(gate.estate);
        return further
                && row.getScope() == PassRow.Scope.SCOPE_COMMUNITY
                && here != null
                && here.equals(world.communities.get(row.getEstateId()));
    }

    private void lists() {
        if (rules.bothListsRequired() && pass.row.getPropertyListed() != pass.row.getGridListed()) {
            row(Reason.REASON_UNCONFIRMED, entry ? Verdict.VERDICT_REFER : Verdict.VERDICT_ALLOW, !entry);
        }
    }

    private void quarantine() {
        if (pass.row.getQuarantined()) {
            row(Reason.REASON_HOME_QUARANTINE, entry ? Verdict.VERDICT_ALLOW : Verdict.VERDICT_DENY, true);
        }
    }

    private void temperatureMissing() {
        boolean missing = scan.temperature() == Input.NOT_MEASURED;
        if (entry && missing && rules.judgesTemperature() && rules.temperatureRequired()) {
            row(Reason.REASON_TEMPERATURE_MISSING, Verdict.VERDICT_RETEST, false);
        }
    }

    private void temperatureImplausible() {
        int t = scan.temperature();
        boolean implausible = t != Input.NOT_MEASURED && (t < 350 || t > 420);
        if (implausible && rules.judgesTemperature() && rules.retestsImplausible()) {
            row(Reason.REASON_TEMPERATURE_IMPLAUSIBLE, Verdict.VERDICT_RETEST, false);
        }
    }

    private void temperatureHigh(boolean fever) {
        if (rules.isHigh(scan.temperature()) && !fever && rules.retestsHigh()) {
            row(Reason.REASON_TEMPERATURE_HIGH, Verdict.VERDICT_RETEST, false);
        }
    }

    private void curfew() {
        if (rules.curfew(pass.row.getKind(), world.minuteOfDay(atUs))) {
            row(Reason.REASON_CURFEW, Verdict.VERDICT_DENY, false);
        }
    }

    private void already() {
        if (entry && pass.place == Place.PLACE_INSIDE && rules.alreadyInside() != Rules.Already.OFF) {
            row(Reason.REASON_ALREADY_INSIDE, already(rules.alreadyInside()), true);
        }
        if (!entry && pass.place == Place.PLACE_OUTSIDE && rules.alreadyOutside() != Rules.Already.OFF) {
            row(Reason.REASON_ALREADY_OUTSIDE, already(rules.alreadyOutside()), true);
        }
    }

    private static Verdict already(Rules.Already rule) {
        return rule == Rules.Already.DENY ? Verdict.VERDICT_DENY : Verdict.VERDICT_ALLOW;
    }

    private void outingQuota() {
        int household = pass.row.getHousehold();
        if (entry || household == 0 || rules.outings() == 0) {
            return;
        }
        LocalDate today = world.day(atUs);
        int used = 0;
        for (int back = 0; back < rules.outingDays(); back++) {
            used += world.count(pass.row.getEstateId(), household, today.minusDays(back));
        }
        if (used >= rules.outings()) {
            row(Reason.REASON_OUTING_QUOTA, Verdict.VERDICT_DENY, false);
        }
    }

    /** One row that applies: the first verdict that is not ALLOW stays. */
    private void row(Reason reason, Verdict of, boolean mark) {
        reasons.add(reason);
        attention |= mark;
        if (verdict == Verdict.VERDICT_ALLOW) {
            verdict = of;
        }
    }
}
