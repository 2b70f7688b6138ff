package io.gatehouse.server.roster;

/** The map's key: the sixteen bytes of a pass id as two longs. */
final class PassKey extends MapBytes {
    static final int SIZE = 16;

    PassKey set(long hi, long lo) {
        long at = address();
        PassFields.MEMORY.writeLong(at, hi);
        PassFields.MEMORY.writeLong(at + Long.BYTES, lo);
        return this;
    }

    long hi() {
        return PassFields.MEMORY.readLong(address());
    }

    long lo() {
        return PassFields.MEMORY.readLong(address() + Long.BYTES);
    }

    @Override
    public long maxSize() {
        return SIZE;
    }
}
