package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.server.roster.Change.PassChanges;
import io.gatehouse.server.roster.Pass;
import io.gatehouse.server.roster.PassCursor;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.PassTable;
import io.gatehouse.server.roster.RowChange;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.LongFunction;

/** The roster: every pass with its own state. */
final class Passes implements Fold {
    private static final int ID = 16;
    private static final int BATCH = 256;

    private final PassTable table;
    private final PassRecordReader reader;
    private final long[] his = new long[BATCH];
    private final long[] los = new long[BATCH];
    private final long[] handles = new long[BATCH];
    /** Handles are good within one state of the table. */
    private long state = 1;

    Passes(PassTable table) {
        this.table = table;
        this.reader = new PassRecordReader(table);
    }

    /** Finds the pass of a scan or an outcome: touches memory, changes nothing but the event's handle. */
    void locate(Event e) {
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
        long handle = table.locate(hi, lo);
        return handle == 0 ? null : table.at(handle);
    }

    @Override
    public void apply(Event e) {
        if (e.change instanceof PassChanges changes) {
            change(changes);
        }
        if (e.passChanged) {
            Pass pass = of(e);
            if (pass != null) {
                pass.setState(e.place, e.lastPassageUs, e.lastPassageGate, e.lastPassageDirection, e.lastHighUs);
            }
        }
    }

    private void change(PassChanges changes) {
        for (RowChange row : changes.rows()) {
            if (row.after() != null) {
                table.put(row.after());
            } else {
                PassRow gone = row.before();
                table.remove(gone.hi(), gone.lo());
            }
        }
        state++;
    }

    /** All of it comes in parts. */
    @Override
    public StateCopy copy() {
        return to -> {};
    }

    /** Uses so many copies in turn that one is written before it is used again. */
    @Override
    public StateParts parts() {
        PassCursor cursor = table.cursor();
        PassPart[] turns = PassPart.turns();
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
