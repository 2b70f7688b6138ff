package io.gatehouse.server.sim;

import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.journal.EventJournal;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.GateRow;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.PassTable;
import io.gatehouse.server.roster.RowChange;
import io.gatehouse.server.roster.site.GateToken;
import io.gatehouse.server.seam.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** A site of three estates, six gates and 48 passes, and how a start brings it in: what stands already is left. */
final class SimSite {
    static final int ESTATES = 3;
    static final int GATES = 6;
    static final int PASSES = 48;
    static final long HI = 0x6A7E_0000_0000_0001L;
    /** Of each estate in turn, one household has four passes. */
    private static final int HOUSEHOLD = 4;

    private final Engine engine;
    private final PassTable passes;
    private final EventJournal journal;
    private final Clock clock;
    private final Event event = new Event();

    SimSite(Engine engine, PassTable passes, EventJournal journal, Clock clock) {
        this.engine = engine;
        this.passes = passes;
        this.journal = journal;
        this.clock = clock;
    }

    static String gateId(int gate) {
        return (gate % ESTATES + 1) + "-" + (gate / ESTATES + 1);
    }

    static String token(int gate) {
        return "token of gate " + gate;
    }

    /** Durable when it returns. */
    void load(LongSupplier ids) throws IOException {
        offer(new Change.Started(engine.journalId() == 0 ? ids.getAsLong() | 1 : engine.journalId(), "sim"));
        if (!engine.firstLoadDone()) {
            loadFirst(ids);
        }
        journal.commit();
        engine.register().publish();
    }

    private void loadFirst(LongSupplier ids) throws IOException {
        if (!"Asia/Shanghai".equals(engine.timeZone())) {
            offer(new Change.SiteChange("Asia/Shanghai"));
        }
        for (int estate = 1; estate <= ESTATES; estate++) {
            if (engine.register().estate(estate) == null) {
                offer(new Change.EstateChange(null, new EstateRow(estate, "estate " + estate, "OTHER", "north")));
            }
        }
        for (int gate = 0; gate < GATES; gate++) {
            String id = gateId(gate);
            if (engine.register().number(id) < 0) {
                offer(new Change.GateChange(
                        null,
                        new GateRow(id, gate % ESTATES + 1, "gate " + id, List.of(GateToken.sha256(token(gate))))));
            }
        }
        if (!engine.policies().containsKey(1)) {
            offer(new Change.PolicyChange(
                    1, Map.of(), Map.of("outings", "2", "outing-days", "1", "already-inside", "deny")));
        }
        loadPasses(ids);
        offer(new Change.FirstLoadDone(PASSES, 1));
    }

    private void loadPasses(LongSupplier ids) throws IOException {
        for (int estate = 1; estate <= ESTATES; estate++) {
            List<RowChange> rows = new ArrayList<>();
            for (int pass = estate - 1; pass < PASSES; pass += ESTATES) {
                if (passes.locate(HI, pass + 1) == 0) {
                    rows.add(new RowChange(null, row(pass, estate)));
                }
            }
            if (!rows.isEmpty()) {
                offer(new Change.PassChanges(
                        ids.getAsLong() | 1,
                        Change.FIRST_LOAD,
                        estate,
                        engine.rosterVersion(estate),
                        "passes.csv",
                        "",
                        "site",
                        "first load",
                        rows));
            }
        }
    }

    private static PassRow row(int pass, int estate) {
        boolean revoked = pass % 16 == 3;
        return new PassRow(
                HI,
                pass + 1,
                estate,
                1 + pass % 3,
                PassRow.SCOPE_ESTATE,
                0,
                0,
                revoked ? PassRow.REVOKED : PassRow.ACTIVE,
                1 + pass / ESTATES / HOUSEHOLD,
                true,
                true,
                true,
                pass % 16 == 7);
    }

    private void offer(Change change) throws IOException {
        event.clear();
        event.kind = Event.Kind.CHANGE;
        event.receivedAtUs = clock.wallUs();
        event.change = change;
        engine.takeIn(event);
        if (event.result != Event.Result.RECORDED) {
            throw new AssertionError("the engine refused a change of the site: " + event.changeRefused);
        }
        journal.append(event);
        if (journal.pendingBytes() > 1_000) {
            journal.commit();
        }
    }
}
