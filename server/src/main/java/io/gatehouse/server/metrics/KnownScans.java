package io.gatehouse.server.metrics;

import io.gatehouse.server.engine.Outcomes;
import io.gatehouse.server.engine.Outcomes.Outcome;
import java.util.List;

/** The pairs of verdict and first reason that the table of checks can give: exposed as 0 before the first scan. */
final class KnownScans {
    static final List<Outcome> ALL = List.copyOf(Outcomes.all());

    private KnownScans() {}
}
