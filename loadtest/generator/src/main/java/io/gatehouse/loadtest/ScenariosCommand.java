package io.gatehouse.loadtest;

import io.gatehouse.loadtest.plan.PlanException;
import io.gatehouse.loadtest.plan.Scenario;
import io.gatehouse.loadtest.plan.Scenarios;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The scenarios that come with the load test. */
@Command(
        name = "scenarios",
        description = "Lists the scenarios that 'run --scenario' takes by name, a line for each.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatehouse loadtest scenarios",
            "  gatehouse loadtest run --scenario power-cut -o cut",
        })
final class ScenariosCommand implements Callable<Integer> {
    @Override
    public Integer call() throws PlanException {
        for (String name : Scenarios.NAMES) {
            Scenario scenario = Scenarios.load(name);
            String size = scenario.behaviour().replay()
                    ? "as recorded"
                    : String.format(
                            Locale.ROOT,
                            "%,d s, to %,.0f/s",
                            scenario.duration().toSeconds(),
                            scenario.peak());
            System.out.printf(Locale.ROOT, "%-14s %-18s %s%n", name, size, scenario.description());
        }
        return Main.OK;
    }
}
