package io.gatehouse.loadtest.demo;

import io.gatehouse.loadtest.link.ScanSource;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.PassKind;
import io.gatehouse.loadtest.site.Passes;
import io.gatehouse.loadtest.wire.ScanFrame;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The people of a site: who comes to which gate, with what temperature, and who is out. Belongs to one event loop. */
final class Town implements ScanSource {
    private static final int QR = 1;
    private static final int PAPER = 2;
    private static final int CARD = 3;
    /** Draws until somebody is found who is where the direction wants them; then anybody goes the other way. */
    private static final int TRIES = 4;

    private final Passes passes;
    private final SplittableRandom random;
    private final People[] byGate;
    private final Group everywhere = new Group();
    private final BitSet outside;

    Town(List<Gate> gates, Passes passes, long seed) {
        this.passes = passes;
        this.random = new SplittableRandom(seed);
        this.outside = new BitSet(passes.size());
        Map<Integer, People> byEstate = new HashMap<>();
        gates.forEach(gate -> byEstate.computeIfAbsent(gate.estate(), estate -> new People()));
        for (int pass = 0; pass < passes.size(); pass++) {
            place(pass, byEstate.get(passes.estate(pass)));
        }
        byGate = gates.stream().map(gate -> byEstate.get(gate.estate())).toArray(People[]::new);
    }

    private void place(int pass, People people) {
        if (people == null) {
            everywhere.add(pass);
            return;
        }
        Group group = switch (passes.standing(pass)) {
            case QUARANTINED -> people.quarantined;
            case HELD -> people.held;
            case GOOD -> passes.kind(pass) == PassKind.RESIDENT ? people.residents : people.guests;
        };
        group.add(pass);
    }

    /**
     * The next person at a gate.
     *
     * @param leaving the share of those who would rather leave, 0 to 1
     */
    long arrival(int gate, double leaving) {
        People people = byGate[gate];
        boolean exit = random.nextDouble() < leaving;
        double who = random.nextDouble();
        if (who < 0.012) {
            return person(Ticket.UNKNOWN, exit);
        }
        if (who < 0.016 && people.quarantined.size > 0) {
            return person(people.quarantined.draw(random), true);
        }
        if (who < 0.028 && people.held.size > 0) {
            return person(people.held.draw(random), exit);
        }
        if (who < 0.09 && everywhere.size > 0) {
            return whereItFits(everywhere, exit);
        }
        if (who < 0.17 && people.guests.size > 0 || people.residents.size == 0) {
            return people.guests.size == 0 ? person(Ticket.UNKNOWN, exit) : whereItFits(people.guests, exit);
        }
        return whereItFits(people.residents, exit);
    }

    /** The same person measured again: most were hot from the sun or the stairs. */
    long again(long ticket) {
        int temperature = random.nextInt(10) < 7 ? normal() : Math.max(373, Ticket.temperature(ticket));
        return Ticket.of(Ticket.pass(ticket), Ticket.exit(ticket), temperature, Ticket.medium(ticket), true);
    }

    /** The gate opened. */
    void passed(long ticket) {
        if (Ticket.pass(ticket) != Ticket.UNKNOWN) {
            outside.set(Ticket.pass(ticket), Ticket.exit(ticket));
        }
    }

    private long whereItFits(Group group, boolean exit) {
        int pass = group.draw(random);
        for (int i = 1; i < TRIES && outside.get(pass) == exit; i++) {
            pass = group.draw(random);
        }
        return person(pass, !outside.get(pass));
    }

    private long person(int pass, boolean exit) {
        int draw = random.nextInt(1000);
        int temperature = normal();
        if (draw < 6) {
            temperature = 373 + random.nextInt(12);
        } else if (draw < 9) {
            // Straight out of the wind.
            temperature = 338 + random.nextInt(11);
        } else if (exit && draw < 300) {
            temperature = 0;
        }
        return Ticket.of(pass, exit, temperature, medium(pass), false);
    }

    private int normal() {
        return 361 + random.nextInt(5) + random.nextInt(5);
    }

    /** One and the same for a person. */
    private static int medium(int pass) {
        int kind = pass & 15;
        return kind == 3 ? PAPER : kind == 7 ? CARD : QR;
    }

    @Override
    public void fill(ScanFrame frame, int gate, long sequence, long ticket) {
        int pass = Ticket.pass(ticket);
        if (pass == Ticket.UNKNOWN) {
            frame.passHigh = random.nextLong();
            frame.passLow = random.nextLong();
        } else {
            frame.passHigh = passes.high(pass);
            frame.passLow = passes.low(pass);
        }
        frame.direction = Ticket.exit(ticket) ? 2 : 1;
        frame.temperature = Ticket.temperature(ticket);
        frame.medium = Ticket.medium(ticket);
    }

    private static final class People {
        final Group residents = new Group();
        final Group guests = new Group();
        final Group quarantined = new Group();
        final Group held = new Group();
    }

    private static final class Group {
        private int[] members = new int[16];
        private int size;

        void add(int pass) {
            if (size == members.length) {
                members = java.util.Arrays.copyOf(members, 2 * size);
            }
            members[size++] = pass;
        }

        int draw(SplittableRandom random) {
            return members[random.nextInt(size)];
        }
    }
}
