package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.server.roster.Change.PassChanges;
import io.gatehouse.server.roster.Pass;
import io.gatehouse.server.roster.PassCursor;
import io.gatehouse.server.roster.PassTable;
import io.gatehouse.server.roster.RowChange;
import io.gatehouse.server.roster.RowIndex;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.LongFunction;

/** The roster: every pass with its own state. */
final class Passes implements Fold {
    private static final int ID = 16;
    private static final int BATCH = 256;
    /** Rows of a change-set between two batches: below 0.2 ms where each makes an entry and its memory is in no cache. */
    static final int SLICE = 96;

    private final PassTable table;
    private final PassRecordReader reader;
    private final long[] his = new long[BATCH];
    private final long[] los = new long[BATCH];
    private final long[] handles = new long[BATCH];
    /** Handles are good within one state of the table. */
    private long state = 1;

    private final int slice;
    /** The change-set on its way in; null for none. */
    private PassFold fold;

    private PassPart[] turns;

    /** @param slice rows of a change-set that {@link #work} folds at a time */
    Passes(PassTable table, int slice) {
        this.table = table;
        this.slice = slice;
        this.reader = new PassRecordReader(table);
    }

    /** Finds the pass of a scan or an outcome: touches memory, changes nothing but the event's handle. */
    void locate(Event e) {
        if (e.passIdLength == ID) {
            meet(e.passHi, e.passLo);
        }
        e.located = e.passIdLength == ID ? table.locate(e.passHi, e.passLo) : 0;
        e.locatedIn = state;
    }

    /** Whether an event is of a pass. */
    static boolean concerns(Event e) {
        return e.kind == Event.Kind.SCAN || e.kind == Event.Kind.OUTCOME;
    }

    /** Finds those of many events, {@code from} to {@code to}. */
    void locate(LongFunction<? extends Event> events, long from, long to) {
        for (long first = from; first <= to; first += BATCH) {
            locateSome(events, first, Math.min(to, first + BATCH - 1));
        }
    }

    private void locateSome(LongFunction<? extends Event> events, long from, long to) {
        int count = 0;
        for (long at = from; at <= to; at++) {
            Event e = events.apply(at);
            if (concerns(e) && e.passIdLength == ID) {
                meet(e.passHi, e.passLo);
                his[count] = e.passHi;
                los[count++] = e.passLo;
            }
        }
        table.locate(his, los, handles, count);
        count = 0;
        for (long at = from; at <= to; at++) {
            Event e = events.apply(at);
            if (concerns(e)) {
                e.located = e.passIdLength == ID ? handles[count++] : 0;
                e.locatedIn = state;
            }
        }
    }

    /** The pass of a scan or an outcome; null where there is none. A view, moved by the next call. */
    Pass of(Event e) {
        if (e.locatedIn != state) {
            locate(e);
        }
        return e.located == 0 ? null : table.at(e.located);
    }

    /** The pass with an id; null where there is none. A view, moved by the next call. */
    Pass find(long hi, long lo) {
        meet(hi, lo);
        long handle = table.locate(hi, lo);
        return handle == 0 ? null : table.at(handle);
    }

    @Override
    public void apply(Event e) {
        if (e.change instanceof PassChanges changes) {
            change(changes, e.rows);
        }
        if (e.passChanged) {
            Pass pass = of(e);
            if (pass != null) {
                pass.setState(e.place, e.lastPassageUs, e.lastPassageGate, e.lastPassageDirection, e.lastHighUs);
            }
        }
    }

    private void change(PassChanges changes, RowIndex index) {
        settle();
        state++;
        if (index == null) {
            for (RowChange row : changes.rows()) {
                PassFold.put(table, row);
            }
        } else {
            fold = new PassFold(table, changes.rows(), index);
            table.expect(index.additions());
        }
    }

    /** Whether a change-set is on its way in, or the table into larger memory. */
    boolean working() {
        return fold != null || table.growing();
    }

    boolean folding() {
        return fold != null;
    }

    /**
     * Does a bounded piece of what is under way, between two batches. The table grows for a change-set before the rest of
     * that goes in, and not while it is copied for a snapshot.
     */
    boolean work(boolean copying) {
        if (table.growing()) {
            if (copying || !table.work()) {
                return false;
            }
        } else if (fold == null) {
            return false;
        } else if (!fold.slice(slice)) {
            fold = null;
        }
        state++;
        return true;
    }

    /** Folds what is left of the change-set that is on its way in. */
    void settle() {
        if (fold != null) {
            fold.slice(Integer.MAX_VALUE);
            fold = null;
            state++;
        }
    }

    /** The rows of a pass that is looked up go in before. */
    private void meet(long hi, long lo) {
        if (fold != null && fold.meet(hi, lo)) {
            state++;
        }
    }

    /** All of it comes in parts. */
    @Override
    public StateCopy copy() {
        return to -> {};
    }

    /** Uses so many copies in turn that one is written before it is used again: one snapshot at a time. */
    @Override
    public StateParts parts() {
        settle();
        PassCursor cursor = table.cursor();
        turns = turns == null ? PassPart.turns() : turns;
        return new StateParts() {
            private int turn;

            @Override
            public StateCopy next() {
                PassPart part = turns[turn++ % turns.length];
                part.clear();
                return cursor.next(part) ? part : null;
            }
        };
    }

    /** Takes in the record of a pass; false where it is another. */
    boolean read(byte[] bytes, int offset, int length) {
        return reader.read(bytes, offset, length);
    }

    @Override
    public boolean read(SnapshotRecord record) {
        return false;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        settle();
        PassIds ids = new PassIds(Math.toIntExact(table.size()));
        table.forEach((hi, lo, pass) -> ids.add(hi, lo));
        ids.sort();
        out.writeInt(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            out.writeLong(ids.hi(i));
            out.writeLong(ids.lo(i));
            write(out, find(ids.hi(i), ids.lo(i)));
        }
    }

    private static void write(DataOutput out, Pass pass) throws IOException {
        out.writeInt(pass.estateId());
        out.writeByte(pass.kind());
        out.writeByte(pass.scope());
        out.writeByte(pass.status());
        out.writeInt(pass.household());
        out.writeLong(pass.validFromUs());
        out.writeLong(pass.validUntilUs());
        out.writeBoolean(pass.propertyListed());
        out.writeBoolean(pass.gridListed());
        out.writeBoolean(pass.declared());
        out.writeBoolean(pass.quarantined());
        out.writeByte(pass.place());
        boolean passed = pass.lastPassageUs() != 0;
        out.writeLong(pass.lastPassageUs());
        out.writeInt(passed ? pass.lastPassageGate() : 0);
        out.writeByte(passed ? pass.lastPassageDirection() : 0);
        out.writeLong(pass.lastHighUs());
    }
}
