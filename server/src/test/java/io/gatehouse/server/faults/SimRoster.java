package io.gatehouse.server.faults;

import io.gatehouse.server.roster.Audit;
import io.gatehouse.server.roster.ChroniclePassTable;
import io.gatehouse.server.roster.SmallTables;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/** The server's roster, a new one for each of its lives: on the heap, or a Chronicle Map that is small and has to grow. */
final class SimRoster implements AutoCloseable {
    private final SimOptions.Roster options;
    private final Ledger ledger;
    private final Audit audit = new Audit(1);
    private final Deque<Runnable> maker = new ArrayDeque<>();
    /** Of the life under way; null where it is on the heap. */
    private ChroniclePassTable table;

    private int steps;

    SimRoster(SimOptions.Roster options, Ledger ledger) {
        this.options = options;
        this.ledger = ledger;
    }

    /** An empty fold for the next life; what the one before had is let go. */
    Fold begin() {
        close();
        if (!options.grows()) {
            return new Fold();
        }
        table = SmallTables.of(options.capacity(), audit);
        return new Fold(table, options.slice());
    }

    /** The start is through. */
    void serves() {
        if (table != null) {
            table.growInSteps(maker::add);
        }
    }

    /** Lets the thread that makes maps do what is next; false for nothing. */
    boolean stepMaker() {
        Runnable task = maker.poll();
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    /** Lets the engine go a step, and looks what that did to the roster. */
    boolean step(BooleanSupplier engine) {
        if (table == null) {
            return engine.getAsBoolean();
        }
        long room = table.room();
        boolean filling = table.growing() && maker.isEmpty();
        boolean went = engine.getAsBoolean();
        steps += filling ? 1 : 0;
        if (table.room() > room) {
            ledger.seen(steps > 2 ? "roster grew in steps" : "roster grew at once");
            ledger.seen("steps of a roster that grew", steps);
        }
        steps = table.growing() ? steps : 0;
        return went;
    }

    /** The process ends, here. */
    void ends(boolean folding) {
        if (table != null && steps > 0) {
            ledger.seen("end while the roster grew");
        }
        if (table != null && folding) {
            ledger.seen("end while a change-set went in");
        }
    }

    /** Lets the memory go. Each of its answers was the map's own. */
    @Override
    public void close() {
        while (stepMaker()) {
            // A map that is made late is closed late.
        }
        steps = 0;
        if (table != null) {
            table.close();
            table = null;
            Violation.unless(audit.differences() == 0, "%d answers were not the map's", audit.differences());
            ledger.seen("look-ups audited", (int) audit.audits());
        }
    }
}
