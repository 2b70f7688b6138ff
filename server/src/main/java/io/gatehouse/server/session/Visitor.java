package io.gatehouse.server.session;

import io.gatehouse.server.metrics.Refused;

/** One connection as the {@link Doorkeeper} knows it. Its fields are the doorkeeper's, under its lock. */
public final class Visitor {
    /** Null where its address is not limited. */
    final Source source;

    private final Refused refused;
    boolean loggedIn;
    boolean left;

    Visitor(Source source, Refused refused) {
        this.source = source;
        this.refused = refused;
    }

    /** Why it may not come in; null where it may. */
    public Refused refused() {
        return refused;
    }

    /** One address. */
    static final class Source {
        final long key;
        int connections;
        /** See {@link Rate}. */
        long due = Rate.FRESH;

        Source(long key) {
            this.key = key;
        }
    }
}
