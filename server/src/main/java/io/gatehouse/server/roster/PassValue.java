package io.gatehouse.server.roster;

/** The map's value: the bytes of a pass, so many that an entry with its key is one cache line long. See {@link PassFields}. */
final class PassValue extends MapBytes {
    @Override
    public long maxSize() {
        return PassFields.SIZE;
    }
}
