package io.gatehouse.server.roster;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds answers of the hint index against the map's own, one in so many. A difference can only be a bug, of ours or of the
 * library's: the map's answer is taken, the difference counted, and somebody has to look. Engine thread, but for the
 * counts.
 */
public final class Audit {
    /** The usual rate: at 50,000 look-ups a second not one audit a second, and each costs half a microsecond. */
    public static final int SAMPLED = 65_536;

    private final int every;
    private int left;
    private final AtomicLong audits = new AtomicLong();
    private final AtomicLong differences = new AtomicLong();

    /** @param every one of so many look-ups is audited; 1 for all of them */
    public Audit(int every) {
        if (every < 1) {
            throw new IllegalArgumentException("one of " + every);
        }
        this.every = every;
        this.left = every;
    }

    /** The answer that counts. */
    long of(PassMap map, long hi, long lo, long address) {
        if (--left > 0) {
            return address;
        }
        left = every;
        return compare(map, hi, lo, address);
    }

    /** The same for many. */
    void of(PassMap map, long[] hi, long[] lo, long[] at, int count) {
        if (left > count) {
            left -= count;
            return;
        }
        for (int i = 0; i < count; i++) {
            at[i] = of(map, hi[i], lo[i], at[i]);
        }
    }

    private long compare(PassMap map, long hi, long lo, long address) {
        long truth = map.findInMap(hi, lo);
        audits.lazySet(audits.get() + 1);
        if (truth != address) {
            differences.lazySet(differences.get() + 1);
        }
        return truth;
    }

    /** Answers compared. Any thread. */
    public long audits() {
        return audits.get();
    }

    /** Answers that were not the map's. Any thread. */
    public long differences() {
        return differences.get();
    }
}
