package io.gatehouse.server;

import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.metrics.EstatesPage;
import io.gatehouse.server.metrics.GatesPage;
import io.gatehouse.server.seam.Clock;
import io.gatehouse.server.session.Doorkeeper;
import java.util.function.Consumer;

/** What the pages by estate and by gate ask for. Any thread; it takes no lock. */
final class Places {
    private final Engine engine;
    private final Doorkeeper door;
    private final Clock clock;

    Places(State state, Doorkeeper door, Clock clock) {
        this.engine = state.engine();
        this.door = door;
        this.clock = clock;
    }

    void estates(EstatesPage.GateVisitor to) {
        engine.register().published().each(gate -> to.gate(gate.estateId(), engine.gateSeen(gate.number())));
    }

    void gates(Consumer<GatesPage.Gate> to) {
        long now = clock.nanos();
        long wallUs = clock.wallUs();
        engine.register()
                .published()
                .each(gate -> to.accept(new GatesPage.Gate(
                        gate.id(),
                        gate.estateId(),
                        seenUs(door.lastHeardNanos(gate.number(), Long.MIN_VALUE), now, wallUs))));
    }

    private static long seenUs(long heardNanos, long now, long wallUs) {
        return heardNanos == Long.MIN_VALUE ? 0 : wallUs - Math.max(0, now - heardNanos) / 1_000;
    }
}
