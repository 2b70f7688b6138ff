package io.gatehouse.server.roster;

import net.openhft.chronicle.values.Group;

/** The map's key: the sixteen bytes of a pass id as two longs. Chronicle generates the classes. */
interface PassKey {
    @Group(0)
    long getHi();

    void setHi(long hi);

    @Group(1)
    long getLo();

    void setLo(long lo);
}
