package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.link.Fleet;
import io.gatehouse.loadtest.link.Habits;
import io.gatehouse.loadtest.link.OldEvents;
import io.gatehouse.loadtest.plan.Behaviour;
import io.gatehouse.loadtest.site.Gate;
import java.util.List;

/**
 * What the gates of a run do beside sending what is due.
 *
 * @param comings when they connect
 * @param idle nobody comes to them
 * @param powerCut null: none
 * @param silentCut the server hears nothing of it, as of a real one; else it gets resets
 * @param backlog null: none
 * @param most scans that each has under way, where the server allows more; 0: as the server says
 * @param hostile gates beside those of the run that misbehave
 */
public record Conduct(
        Comings comings,
        boolean idle,
        Behaviour.PowerCut powerCut,
        boolean silentCut,
        Behaviour.Backlog backlog,
        int most,
        List<Gate> hostile) {
    /** They connect, stay, and send what is due. */
    public static final Conduct USUAL = new Conduct(Comings.USUAL, false, null, false, null, 0, List.of());

    private static final double US_PER_HOUR = 3600e6;

    /** Beside connections: jars, timers, the report. */
    private static final int OTHER_DESCRIPTORS = 100;

    /**
     * As a scenario has it.
     *
     * @param silentCut how a power cut looks from the server
     * @param mayBeLost a gate whose connection ends comes back, and that is no failure
     */
    public static Conduct of(Behaviour behaviour, boolean silentCut, boolean mayBeLost) {
        boolean comeBack = behaviour.powerCut() != null || behaviour.connrate() > 0 || mayBeLost;
        return new Conduct(
                new Comings(behaviour.connrate(), comeBack, mayBeLost),
                behaviour.idle(),
                behaviour.powerCut(),
                silentCut,
                behaviour.backlog(),
                0,
                List.of());
    }

    /** The same with a bound on what each gate has under way. */
    public Conduct withMost(int scans) {
        return new Conduct(comings, idle, powerCut, silentCut, backlog, scans, hostile);
    }

    /** The same beside gates that misbehave. */
    public Conduct withHostile(List<Gate> gates) {
        return new Conduct(comings, idle, powerCut, silentCut, backlog, most, List.copyOf(gates));
    }

    /** With events from before the run spread up to now, on the gates' clocks. */
    Habits habits(long nowUs) {
        OldEvents old = null;
        if (backlog != null) {
            long span = (long) (backlog.hours() * US_PER_HOUR);
            old = new OldEvents(backlog.perGate(), nowUs - span, span);
        }
        return new Habits(comings.comeBack(), old, most);
    }

    /** Sets going what is to happen in the run. */
    void begin(Fleet fleet, Connections connections, long start) throws InterruptedException {
        if (backlog != null) {
            fleet.deliverOld();
        }
        if (powerCut != null) {
            long at = start + powerCut.at().toNanos();
            connections.cutPower(at, at + powerCut.lasts().toNanos(), silentCut);
        }
    }

    /** Whether the end waits as long as something goes on. */
    boolean isPatient() {
        return powerCut != null || backlog != null || comings.comeBack();
    }

    /** {@link System#nanoTime} at which the last gate is planned to be back; the beginning where none goes. */
    long lastBackNanos(long start, int gates) {
        return powerCut == null
                ? start
                : start + powerCut.at().plus(powerCut.lasts()).toNanos() + comings.offsetNanosBack(gates - 1);
    }

    /** How many files and sockets so many gates need. */
    long descriptors(int gates) {
        return (long) gates * (powerCut != null && silentCut ? 2 : 1) + hostile.size() + OTHER_DESCRIPTORS;
    }
}
