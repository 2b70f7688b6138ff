package io.gatehouse.server.journal;

/** The register's numbers of gates: records name a gate by its id, events by a number of this process. */
public interface GateNumbers {
    /**
     * The number of the gate whose id these bytes are, also of one that the site no longer lists; negative where the
     * journal has not named it before, which is refused.
     *
     * @param utf8 read during the call only
     */
    int numberOf(byte[] utf8, int offset, int length);

    /** UTF-8 of the id of a gate that has a number: one array for each gate, never written to. */
    byte[] idOf(int number);
}
