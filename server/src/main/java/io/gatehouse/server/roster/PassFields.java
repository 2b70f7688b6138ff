package io.gatehouse.server.roster;

import net.openhft.chronicle.core.Memory;
import net.openhft.chronicle.core.OS;

/**
 * A pass read and written where it lies: the generated flyweight of {@link PassValue} costs 20 to 70 ns more a scan.
 * Engine thread only.
 *
 * <p>{@code bits}: 0-3 kind, 4-5 scope, 6-7 status, 8 property, 9 grid, 10 declared, 11 quarantined, 16-17 place, 18-19
 * direction of the last passage, 31 removed.
 */
final class PassFields implements Pass {
    static final Memory MEMORY = OS.memory();

    static final int VALID_FROM = 0;
    static final int VALID_UNTIL = 8;
    static final int LAST_PASSAGE = 16;
    static final int LAST_HIGH = 24;
    static final int ESTATE = 32;
    static final int HOUSEHOLD = 36;
    static final int LAST_GATE = 40;
    static final int BITS = 44;
    static final int SIZE = 48;

    /** Stands in the memory of an entry that was removed: the bytes of a pass outlive it until they are used again. */
    static final int REMOVED = 1 << 31;

    private static final int ROW_BITS = 0xffff;
    private static final int STATE_BITS = 0xf << 16;

    private long address;
    /** Hears of what is written; null for nobody. */
    private Growth growth;

    PassFields at(long address) {
        this.address = address;
        return this;
    }

    /** What is written goes to the larger map too; null for the end of that. */
    void writesTo(Growth other) {
        growth = other;
    }

    static int bits(PassRow row) {
        return (row.kind() & 15)
                | (row.scope() & 3) << 4
                | (row.status() & 3) << 6
                | flag(row.propertyListed(), 8)
                | flag(row.gridListed(), 9)
                | flag(row.declared(), 10)
                | flag(row.quarantined(), 11);
    }

    private static int flag(boolean set, int bit) {
        return set ? 1 << bit : 0;
    }

    static void markRemoved(long address) {
        MEMORY.writeInt(address + BITS, MEMORY.readInt(address + BITS) | REMOVED);
    }

    static boolean isRemoved(long address) {
        return (MEMORY.readInt(address + BITS) & REMOVED) != 0;
    }

    private int bits() {
        return MEMORY.readInt(address + BITS);
    }

    private boolean has(int bit) {
        return (bits() >>> bit & 1) != 0;
    }

    @Override
    public int kind() {
        return bits() & 15;
    }

    @Override
    public int scope() {
        return bits() >>> 4 & 3;
    }

    @Override
    public int status() {
        return bits() >>> 6 & 3;
    }

    @Override
    public int estateId() {
        return MEMORY.readInt(address + ESTATE);
    }

    @Override
    public int household() {
        return MEMORY.readInt(address + HOUSEHOLD);
    }

    @Override
    public long validFromUs() {
        return MEMORY.readLong(address + VALID_FROM);
    }

    @Override
    public long validUntilUs() {
        return MEMORY.readLong(address + VALID_UNTIL);
    }

    @Override
    public boolean propertyListed() {
        return has(8);
    }

    @Override
    public boolean gridListed() {
        return has(9);
    }

    @Override
    public boolean declared() {
        return has(10);
    }

    @Override
    public boolean quarantined() {
        return has(11);
    }

    @Override
    public void setRow(PassRow row) {
        MEMORY.writeLong(address + VALID_FROM, row.validFromUs());
        MEMORY.writeLong(address + VALID_UNTIL, row.validUntilUs());
        MEMORY.writeInt(address + ESTATE, row.estateId());
        MEMORY.writeInt(address + HOUSEHOLD, row.household());
        MEMORY.writeInt(address + BITS, bits() & ~ROW_BITS | bits(row));
        written();
    }

    @Override
    public int place() {
        return bits() >>> 16 & 3;
    }

    @Override
    public long lastPassageUs() {
        return MEMORY.readLong(address + LAST_PASSAGE);
    }

    @Override
    public int lastPassageGate() {
        return MEMORY.readInt(address + LAST_GATE);
    }

    @Override
    public int lastPassageDirection() {
        return bits() >>> 18 & 3;
    }

    @Override
    public long lastHighUs() {
        return MEMORY.readLong(address + LAST_HIGH);
    }

    @Override
    public void setState(
            int place, long lastPassageUs, int lastPassageGate, int lastPassageDirection, long lastHighUs) {
        MEMORY.writeLong(address + LAST_PASSAGE, lastPassageUs);
        MEMORY.writeLong(address + LAST_HIGH, lastHighUs);
        MEMORY.writeInt(address + LAST_GATE, lastPassageGate);
        int state = (place & 3) << 16 | (lastPassageDirection & 3) << 18;
        MEMORY.writeInt(address + BITS, bits() & ~STATE_BITS | state);
        written();
    }

    private void written() {
        if (growth != null) {
            growth.written(address);
        }
    }
}
