package io.gatehouse.server.roster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;

/**
 * Holds the offsets of {@link PassFields} against the layout that Chronicle really made: each field written by one side
 * is read by the other. A library that lays fields out differently must not start, because it would decide by noise.
 */
final class LayoutCheck {
    private static final long HI = 0x0123_4567_89ab_cdefL;
    private static final long LO = 0x1357_9bdf_0246_8aceL;

    record Field(String name, int offset, int bytes, ToLongFunction<PassValue> get, ObjLongConsumer<PassValue> set) {

        long readRaw(long address) {
            return bytes == 8
                    ? PassFields.MEMORY.readLong(address + offset)
                    : PassFields.MEMORY.readInt(address + offset);
        }

        void writeRaw(long address, long value) {
            if (bytes == 8) {
                PassFields.MEMORY.writeLong(address + offset, value);
            } else {
                PassFields.MEMORY.writeInt(address + offset, (int) value);
            }
        }

        /** Another value for each field, all bytes different, negative for some. */
        long sample(long salt) {
            long mixed = (name.hashCode() + salt) * 0x9e37_79b9_7f4a_7c15L;
            return bytes == 8 ? mixed : (int) (mixed >>> 32);
        }
    }

    static final List<Field> FIELDS = List.of(
            wide("validFromUs", PassFields.VALID_FROM, PassValue::getValidFromUs, PassValue::setValidFromUs),
            wide("validUntilUs", PassFields.VALID_UNTIL, PassValue::getValidUntilUs, PassValue::setValidUntilUs),
            wide("lastPassageUs", PassFields.LAST_PASSAGE, PassValue::getLastPassageUs, PassValue::setLastPassageUs),
            wide("lastHighUs", PassFields.LAST_HIGH, PassValue::getLastHighUs, PassValue::setLastHighUs),
            narrow("estateId", PassFields.ESTATE, PassValue::getEstateId, (v, n) -> v.setEstateId((int) n)),
            narrow("household", PassFields.HOUSEHOLD, PassValue::getHousehold, (v, n) -> v.setHousehold((int) n)),
            narrow(
                    "lastPassageGate",
                    PassFields.LAST_GATE,
                    PassValue::getLastPassageGate,
                    (v, n) -> v.setLastPassageGate((int) n)),
            narrow("bits", PassFields.BITS, PassValue::getBits, (v, n) -> v.setBits((int) n)));

    private static Field wide(String name, int offset, ToLongFunction<PassValue> get, ObjLongConsumer<PassValue> set) {
        return new Field(name, offset, 8, get, set);
    }

    private static Field narrow(
            String name, int offset, ToLongFunction<PassValue> get, ObjLongConsumer<PassValue> set) {
        return new Field(name, offset, 4, get, set);
    }

    private final List<String> wrong = new ArrayList<>();
    private final List<Field> fields;

    LayoutCheck(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    /**
     * Runs on an empty map and leaves it empty.
     *
     * @throws IllegalStateException naming every field that does not lie where it should
     */
    void run(PassMap map) {
        long address = map.add(new PassRow(HI, LO, 1, 1, 1, 0, 0, 1, 0, false, false, false, false));
        writtenByInterface(map, address);
        writtenRaw(map, address);
        keyStandsBefore(address);
        map.remove(HI, LO, address);
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("the roster's memory layout is not the expected one, so the server does not"
                    + " start (another version of Chronicle Map or Values?): " + String.join("; ", wrong));
        }
    }

    private void writtenByInterface(PassMap map, long address) {
        with(map, v -> fields.forEach(f -> f.set.accept(v, f.sample(0))));
        for (Field f : fields) {
            compare(f.name + " at offset " + f.offset, f.sample(0), f.readRaw(address));
        }
    }

    private void writtenRaw(PassMap map, long address) {
        fields.forEach(f -> f.writeRaw(address, f.sample(100)));
        with(map, v -> fields.forEach(f -> compare(f.name + " by its accessor", f.sample(100), f.get.applyAsLong(v))));
    }

    private void keyStandsBefore(long address) {
        compare("first half of the key before the value", HI, PassFields.MEMORY.readLong(address - 16));
        compare("second half of the key before the value", LO, PassFields.MEMORY.readLong(address - 8));
    }

    private static void with(PassMap map, Consumer<PassValue> use) {
        map.through(HI, LO, use);
    }

    private void compare(String what, long expected, long actual) {
        if (expected != actual) {
            wrong.add(what + ": wrote " + Long.toHexString(expected) + ", read " + Long.toHexString(actual));
        }
    }
}
