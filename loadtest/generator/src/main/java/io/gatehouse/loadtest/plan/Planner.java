package io.gatehouse.loadtest.plan;

import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.Site;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes a plan: for each moment at which a scan comes due a gate, and somebody who comes there. Whoever has not exactly
 * one right answer is not taken, but for races, as long as there is anybody else.
 */
final class Planner {
    private static final int TRIES = 4;
    private static final int QR = 1;
    private static final int PAPER = 2;
    private static final int CARD = 3;
    private static final long AGAIN_NANOS = 2_000_000_000L;

    private final Mix mix;
    private final SplittableRandom random;
    private final Oracle oracle;
    private final People people;
    private final int gates;
    private final PlanBuffer out = new PlanBuffer();
    private int unknown;
    private int gate;
    private long nanos;
    private Race race;

    /** The second half of a race: the next scan. */
    private record Race(int gate, long ticket) {}

    private Planner(Site site, List<Gate> gates, Scenario scenario, long seed, Oracle oracle) {
        this.mix = scenario.mix();
        this.gates = gates.size();
        this.random = new SplittableRandom(People.mix(seed));
        this.oracle = oracle;
        this.people = new People(gates, site.passes(), oracle, scenario, seed);
    }

    /** The plan of a scenario at these gates. */
    static Plan plan(Site site, List<Gate> gates, Scenario scenario, Timing timing, Oracle oracle) {
        Planner planner = new Planner(site, gates, scenario, timing.seed(), oracle);
        Arrivals arrivals = new Arrivals(timing);
        while (arrivals.nanos() != Long.MAX_VALUE) {
            planner.next(arrivals.nanos());
            arrivals.advance();
        }
        return new Plan(
                gates,
                site.passes(),
                timing,
                planner.out,
                planner.people.leftOut(),
                new Plan.Others(null, planner.people.earlier()));
    }

    private void next(long at) {
        nanos = at;
        if (race != null) {
            out.add(at, race.gate, race.ticket);
            race = null;
            return;
        }
        gate = random.nextInt(gates);
        out.add(at, gate, somebody());
    }

    private long somebody() {
        Crowd crowd = people.at(gate);
        Crowd.Again first = crowd.again.peekFirst();
        if (first != null && first.fromNanos() <= nanos) {
            crowd.again.removeFirst();
            return known(first.pass(), first.direction(), first.temperature(), first.queue(), true);
        }
        double who = random.nextDouble();
        if (who < mix.unknown()) {
            return unknown();
        }
        who -= mix.unknown();
        if (who < mix.races()) {
            long ticket = race();
            if (ticket >= 0) {
                return ticket;
            }
            who = 1;
        }
        who -= mix.races();
        for (int i = 0; i < TRIES; i++) {
            long ticket = from(crowd, who, i == TRIES - 1);
            if (ticket >= 0) {
                return ticket;
            }
        }
        return unknown();
    }

    /** Somebody of the crowd, or -1 where the right answer would not be one alone and somebody else can be asked. */
    private long from(Crowd crowd, double who, boolean last) {
        boolean exit = random.nextDouble() < mix.exits();
        Queue queue = whose(crowd, who);
        if (queue == null || queue.size() == 0) {
            exit = exit ? crowd.inside.size() > 0 : crowd.outside.size() == 0;
            queue = exit ? crowd.inside : crowd.outside;
        }
        if (queue.size() == 0) {
            return -1;
        }
        exit |= queue == crowd.quarantined;
        return known(queue.remove(), exit ? Checks.EXIT : Checks.ENTRY, temperature(), queue, last);
    }

    /** Null for those whom nothing stands against. */
    private Queue whose(Crowd crowd, double who) {
        double left = who - mix.held();
        if (left < 0) {
            return crowd.held;
        }
        left -= mix.quarantined();
        if (left < 0) {
            return crowd.quarantined;
        }
        return left - mix.wrongEstate() < 0 ? crowd.strangers : null;
    }

    private long known(int pass, int direction, int temperature, Queue queue, boolean last) {
        int standing = oracle.standing(pass, gate);
        long ticket = ScanTicket.of(pass, false, direction, temperature, medium(pass));
        int ms = (int) (nanos / 1_000_000);
        int answers = oracle.of(gate, ticket, standing, ms);
        if (Answer.verdicts(answers) != 1 && !last) {
            queue.add(pass);
            return -1;
        }
        oracle.take(gate, ticket, ms, answers);
        afterwards(pass, direction, temperature, queue, answers);
        return ScanTicket.withAnswers(ticket, answers);
    }

    /** Most who were sent to be measured again were hot from the sun or the stairs. */
    private void afterwards(int pass, int direction, int temperature, Queue queue, int answers) {
        Crowd crowd = people.at(gate);
        if (answers == Answer.of(Answer.RETEST, false) && crowd.again.size() < 64) {
            long from = nanos + AGAIN_NANOS + random.nextLong(AGAIN_NANOS);
            Crowd.Again last = crowd.again.peekLast();
            int measured = random.nextInt(10) < 7 ? normal() : temperature;
            crowd.again.addLast(new Crowd.Again(
                    last == null ? from : Math.max(from, last.fromNanos()),
                    pass,
                    direction,
                    measured == 0 ? normal() : measured,
                    queue));
            return;
        }
        boolean walks = queue == crowd.inside || queue == crowd.outside;
        boolean out = direction == Checks.EXIT && Answer.opens(answers);
        boolean in = direction == Checks.ENTRY && Answer.opens(answers);
        (walks && out ? crowd.outside : walks && in ? crowd.inside : queue).add(pass);
    }

    private long unknown() {
        int direction = random.nextDouble() < mix.exits() ? Checks.EXIT : Checks.ENTRY;
        int number = unknown++ & ScanTicket.MOST_PASSES - 1;
        long ticket = ScanTicket.of(number, true, direction, temperature(), QR);
        return ScanTicket.withAnswers(ticket, oracle.ofUnknown(gate, ticket));
    }

    /** The same pass at two gates at one moment; half of them hot, so that it matters which is first. */
    private long race() {
        int pass = people.racer(gate);
        if (pass < 0) {
            return -1;
        }
        int other = people.other(gate, random);
        if (oracle.standing(pass, other) < 0) {
            return -1;
        }
        boolean hot = random.nextBoolean();
        int direction = random.nextBoolean() ? Checks.ENTRY : Checks.EXIT;
        int ms = (int) (nanos / 1_000_000);
        long one = ScanTicket.race(ScanTicket.of(pass, false, direction, hot ? high() : normal(), medium(pass)));
        long two = ScanTicket.race(ScanTicket.of(pass, false, direction, hot ? high() : normal(), medium(pass)));
        int[] answers =
                oracle.race(gate, one, other, two, oracle.standing(pass, gate), oracle.standing(pass, other), ms);
        race = new Race(other, ScanTicket.withAnswers(two, answers[1]));
        return ScanTicket.withAnswers(one, answers[0]);
    }

    private int temperature() {
        double draw = random.nextDouble();
        Mix.Temperatures shares = mix.temperatures();
        if ((draw -= shares.high()) < 0) {
            return high();
        }
        if ((draw -= shares.implausible()) < 0) {
            // Straight out of the wind.
            return 338 + random.nextInt(11);
        }
        return draw - shares.missing() < 0 ? 0 : normal();
    }

    private int high() {
        return Math.min(420, oracle.checks(gate).threshold() + random.nextInt(12));
    }

    private int normal() {
        return Math.min(oracle.checks(gate).threshold() - 1, 361 + random.nextInt(5) + random.nextInt(5));
    }

    /** One and the same for a person. */
    private static int medium(int pass) {
        int kind = pass & 15;
        return kind == 3 ? PAPER : kind == 7 ? CARD : QR;
    }
}
