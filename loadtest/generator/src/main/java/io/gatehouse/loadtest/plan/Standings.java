package io.gatehouse.loadtest.plan;

import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.Site;
import java.util.List;

/** The right answers that hold whatever came before, for scans that no plan puts in an order. */
public final class Standings {
    /** Highest temperature for which they are asked, in tenths of a degree: what most people have. */
    public static final int HIGHEST = 369;

    private final Oracle oracle;

    /** @param horizon the time in which they have to hold */
    public Standings(Site site, List<Gate> gates, Horizon horizon) {
        oracle = new Oracle(site, gates, horizon, History.UNKNOWN);
    }

    /**
     * The right answers to a scan with an ordinary temperature, as {@link Answer} has them; 0 where the verdict depends
     * on what came before or a bound of time lies in between.
     *
     * @param gate by its index among the gates
     * @param direction as numbered in the protocol
     */
    public int answers(int pass, int gate, int direction) {
        Checks checks = oracle.checks(gate);
        int standing = oracle.standing(pass, gate);
        boolean counted = direction == Checks.EXIT && oracle.hasQuota(pass, gate);
        if (standing < 0 || counted || checks.isHigh(HIGHEST)) {
            return 0;
        }
        int again = direction == Checks.ENTRY ? Checks.ALREADY_INSIDE : Checks.ALREADY_OUTSIDE;
        int answers = checks.answers(standing, direction) | checks.answers(standing | again, direction);
        return Answer.verdicts(answers) == 1 ? answers : 0;
    }
}
