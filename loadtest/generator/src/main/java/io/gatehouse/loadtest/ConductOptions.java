package io.gatehouse.loadtest;

import io.gatehouse.loadtest.plan.Behaviour;
import io.gatehouse.loadtest.run.Conduct;
import io.gatehouse.loadtest.run.RunSpec;
import io.gatehouse.loadtest.site.Gate;
import java.util.List;
import picocli.CommandLine.Option;

/** What gates do beside sending what is due, where it is not the scenario that says it. */
final class ConductOptions {
    private enum Cut {
        RESET,
        SILENT
    }

    @Option(
            names = {"--connrate", "-R"},
            paramLabel = "N/s",
            description = "Connections that are begun in a second, also when power is back."
                    + " Default: the scenario's, or as many as a server lets in.")
    private Rate connrate;

    @Option(
            names = "--cut",
            defaultValue = "silent",
            paramLabel = "HOW",
            description =
                    "A power cut: 'silent' leaves connections half-open at the server, as a real one does; 'reset' ends them hard.")
    private Cut cut;

    @Option(
            names = "--reconnect",
            description = "A gate whose connection ends comes back and sends again what was not acknowledged; counted,"
                    + " no failure. For runs in which the server is stopped and started.")
    private boolean reconnect;

    /** As the scenario has it, but for what the options say. */
    Conduct conduct(RunSpec spec, List<Gate> hostile) {
        Behaviour as = spec.open() ? spec.scenario().behaviour() : Behaviour.USUAL;
        Behaviour behaviour = connrate == null
                ? as
                : new Behaviour(
                        as.powerCut(), as.backlog(), connrate.perSecond(), as.hostileShare(), as.idle(), as.replay());
        return Conduct.of(behaviour, cut == Cut.SILENT, reconnect).withHostile(hostile);
    }
}
