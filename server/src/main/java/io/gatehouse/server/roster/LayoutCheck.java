package io.gatehouse.server.roster;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds the addresses that {@link PassMap} gives out against what Chronicle really stores there: what is written by one
 * side is read by the other, and the key stands before. A library that lays entries out differently must not start,
 * because the server would decide by noise.
 */
final class LayoutCheck {
    private static final long HI = 0x0123_4567_89ab_cdefL;
    private static final long LO = 0x1357_9bdf_0246_8aceL;
    private static final int WORDS = PassFields.SIZE / Long.BYTES;

    private final List<String> wrong = new ArrayList<>();
    private final long shift;

    LayoutCheck() {
        this(0);
    }

    /** @param shift bytes beside the addresses where to look; a test sees that any but 0 is refused */
    LayoutCheck(long shift) {
        this.shift = shift;
    }

    /**
     * Runs on an empty map and leaves it empty.
     *
     * @throws IllegalStateException naming everything that does not lie where it should
     */
    void run(PassMap map) {
        long address = map.add(new PassRow(HI, LO, 1, 1, 1, 0, 0, 1, 0, false, false, false, false));
        writtenByTheMap(map, address + shift);
        writtenRaw(map, address + shift);
        keyStandsBefore(address + shift);
        map.remove(HI, LO, address);
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("the roster's memory layout is not the expected one, so the server does not"
                    + " start (another version of Chronicle Map?): " + String.join("; ", wrong));
        }
    }

    private void writtenByTheMap(PassMap map, long address) {
        map.through(HI, LO, (store, offset) -> {
            for (int i = 0; i < WORDS; i++) {
                store.writeLong(offset + i * Long.BYTES, sample(i));
            }
        });
        for (int i = 0; i < WORDS; i++) {
            compare("the value's word " + i, sample(i), PassFields.MEMORY.readLong(address + i * Long.BYTES));
        }
    }

    private void writtenRaw(PassMap map, long address) {
        for (int i = 0; i < WORDS; i++) {
            PassFields.MEMORY.writeLong(address + i * Long.BYTES, sample(WORDS + i));
        }
        map.through(HI, LO, (store, offset) -> {
            for (int i = 0; i < WORDS; i++) {
                compare("word " + i + " by the map", sample(WORDS + i), store.readLong(offset + i * Long.BYTES));
            }
        });
    }

    private void keyStandsBefore(long address) {
        compare("first half of the key before the value", HI, PassFields.MEMORY.readLong(address - 16));
        compare("second half of the key before the value", LO, PassFields.MEMORY.readLong(address - 8));
    }

    /** Another value for each word, all bytes different. */
    private static long sample(int salt) {
        return (salt + 1) * 0x9e37_79b9_7f4a_7c15L;
    }

    private void compare(String what, long expected, long actual) {
        if (expected != actual) {
            wrong.add(what + ": wrote " + Long.toHexString(expected) + ", read " + Long.toHexString(actual));
        }
    }
}
