package io.gatehouse.server.roster;

/** Passes on the heap, by linear probing: a plain table for tests that leaves no garbage on a look-up. */
public class HeapPassTable implements PassTable {
    private HeapPass[] slots = new HeapPass[1 << 10];
    private int size;

    @Override
    public long locate(long hi, long lo) {
        int slot = slot(hi, lo);
        return slots[slot] == null ? 0 : slot + 1;
    }

    @Override
    public Pass at(long handle) {
        return slots[(int) handle - 1];
    }

    @Override
    public void put(PassRow row) {
        int slot = slot(row.hi(), row.lo());
        if (slots[slot] == null) {
            slots[slot] = new HeapPass(row.hi(), row.lo());
            size++;
        }
        slots[slot].setRow(row);
        if (size * 2 > slots.length) {
            place(slots, slots.length * 2);
        }
    }

    @Override
    public void remove(long hi, long lo) {
        int slot = slot(hi, lo);
        if (slots[slot] != null) {
            slots[slot] = null;
            size--;
            closeGap(slot + 1 & slots.length - 1);
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void forEach(Visitor visitor) {
        for (HeapPass pass : slots) {
            if (pass != null) {
                visitor.visit(pass.hi, pass.lo, pass);
            }
        }
    }

    /** Those that stand now, eight at a time, where they still do. */
    @Override
    public PassCursor cursor() {
        java.util.ArrayDeque<HeapPass> left = new java.util.ArrayDeque<>();
        for (HeapPass pass : slots) {
            if (pass != null) {
                left.add(pass);
            }
        }
        return visitor -> {
            boolean some = !left.isEmpty();
            for (int i = 0; i < 8 && !left.isEmpty(); i++) {
                HeapPass gone = left.poll();
                HeapPass pass = slots[slot(gone.hi, gone.lo)];
                if (pass != null) {
                    visitor.visit(pass.hi, pass.lo, pass);
                }
            }
            return some;
        };
    }

    private int slot(long hi, long lo) {
        int mask = slots.length - 1;
        int slot = (int) ((hi * 31 + lo) * 0x9E3779B97F4A7C15L >>> 40) & mask;
        while (slots[slot] != null && (slots[slot].hi != hi || slots[slot].lo != lo)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** What was behind a removed pass may have been pushed there by it. */
    private void closeGap(int from) {
        for (int slot = from; slots[slot] != null; slot = slot + 1 & slots.length - 1) {
            HeapPass pass = slots[slot];
            slots[slot] = null;
            slots[slot(pass.hi, pass.lo)] = pass;
        }
    }

    private void place(HeapPass[] from, int length) {
        slots = new HeapPass[length];
        for (HeapPass pass : from) {
            if (pass != null) {
                slots[slot(pass.hi, pass.lo)] = pass;
            }
        }
    }

    private static final class HeapPass implements Pass {
        private final long hi;
        private final long lo;
        private PassRow row;
        private int place;
        private long lastPassageUs;
        private int lastPassageGate;
        private int lastPassageDirection;
        private long lastHighUs;

        HeapPass(long hi, long lo) {
            this.hi = hi;
            this.lo = lo;
        }

        @Override
        public int kind() {
            return row.kind();
        }

        @Override
        public int scope() {
            return row.scope();
        }

        @Override
        public int status() {
            return row.status();
        }

        @Override
        public int estateId() {
            return row.estateId();
        }

        @Override
        public int household() {
            return row.household();
        }

        @Override
        public long validFromUs() {
            return row.validFromUs();
        }

        @Override
        public long validUntilUs() {
            return row.validUntilUs();
        }

        @Override
        public boolean propertyListed() {
            return row.propertyListed();
        }

        @Override
        public boolean gridListed() {
            return row.gridListed();
        }

        @Override
        public boolean declared() {
            return row.declared();
        }

        @Override
        public boolean quarantined() {
            return row.quarantined();
        }

        @Override
        public void setRow(PassRow newRow) {
            row = newRow;
        }

        @Override
        public int place() {
            return place;
        }

        @Override
        public long lastPassageUs() {
            return lastPassageUs;
        }

        @Override
        public int lastPassageGate() {
            return lastPassageGate;
        }

        @Override
        public int lastPassageDirection() {
            return lastPassageDirection;
        }

        @Override
        public long lastHighUs() {
            return lastHighUs;
        }

        @Override
        public void setState(int newPlace, long passageUs, int passageGate, int passageDirection, long highUs) {
            place = newPlace;
            lastPassageUs = passageUs;
            lastPassageGate = passageGate;
            lastPassageDirection = passageDirection;
            lastHighUs = highUs;
        }
    }
}
