package io.gatehouse.server.engine;

import java.util.Arrays;

/** Which connection speaks for each gate. Not a part of the state: connections end with the process. */
final class Sessions {
    /** The current session by gate; 0 where there is none or it is over. */
    private long[] current = new long[64];

    /** The session that speaks for the gate; 0 for none. */
    long of(int gate) {
        return gate < current.length ? current[gate] : 0;
    }

    void apply(Event e) {
        switch (e.result) {
            case WELCOMED -> set(e.gate, e.session);
            case REFUSED -> set(e.gate, 0);
            default -> {
                if (e.kind == Event.Kind.GONE && of(e.gate) == e.session) {
                    set(e.gate, 0);
                }
            }
        }
    }

    private void set(int gate, long session) {
        if (gate >= current.length) {
            current = Arrays.copyOf(current, Math.max(gate + 1, current.length * 2));
        }
        current[gate] = session;
    }
}
