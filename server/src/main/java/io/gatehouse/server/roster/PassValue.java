package io.gatehouse.server.roster;

import net.openhft.chronicle.values.Group;

/**
 * The map's value: one fixed layout of 48 bytes, so that an entry with its key is one cache line long. Chronicle
 * generates the classes; {@link PassFields} knows the offsets and {@link LayoutCheck} holds the two together.
 */
interface PassValue {
    @Group(0)
    long getValidFromUs();

    void setValidFromUs(long us);

    @Group(1)
    long getValidUntilUs();

    void setValidUntilUs(long us);

    @Group(2)
    long getLastPassageUs();

    void setLastPassageUs(long us);

    @Group(3)
    long getLastHighUs();

    void setLastHighUs(long us);

    @Group(4)
    int getEstateId();

    void setEstateId(int id);

    @Group(5)
    int getHousehold();

    void setHousehold(int number);

    @Group(6)
    int getLastPassageGate();

    void setLastPassageGate(int gate);

    /** Everything small: see {@link PassFields}. */
    @Group(7)
    int getBits();

    void setBits(int bits);
}
