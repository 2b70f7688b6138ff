package io.gatehouse.loadtest.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.Sites;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.site.Standing;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TownTest {
    @Test
    void aTicketKeepsWhatItIsGiven() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            int pass = random.nextInt(10) == 0 ? Ticket.UNKNOWN : random.nextInt() & Integer.MAX_VALUE;
            boolean exit = random.nextBoolean();
            boolean second = random.nextBoolean();
            int temperature = random.nextInt(430);
            int medium = random.nextInt(5);
            long ticket = Ticket.of(pass, exit, temperature, medium, second);
            assertEquals(pass, Ticket.pass(ticket));
            assertEquals(exit, Ticket.exit(ticket));
            assertEquals(second, Ticket.second(ticket));
            assertEquals(temperature, Ticket.temperature(ticket));
            assertEquals(medium, Ticket.medium(ticket));
        }
    }

    @Test
    void allSortsOfPeopleCome() {
        Site site = Sites.of(20, 1);
        Town town = new Town(site.gates(), site.passes(), 1);
        SplittableRandom random = new SplittableRandom(1);
        int people = 200_000;
        int unknown = 0;
        int quarantinedLeaving = 0;
        int held = 0;
        int hot = 0;
        int exits = 0;
        for (int i = 0; i < people; i++) {
            long ticket = town.arrival(random.nextInt(20), 0.5);
            int pass = Ticket.pass(ticket);
            unknown += pass == Ticket.UNKNOWN ? 1 : 0;
            exits += Ticket.exit(ticket) ? 1 : 0;
            hot += Ticket.temperature(ticket) >= 373 ? 1 : 0;
            if (pass != Ticket.UNKNOWN) {
                boolean quarantined = site.passes().standing(pass) == Standing.QUARANTINED;
                quarantinedLeaving += quarantined && Ticket.exit(ticket) ? 1 : 0;
                held += site.passes().standing(pass) == Standing.HELD ? 1 : 0;
            }
            town.passed(ticket);
        }
        assertEquals(0.012, unknown / (double) people, 0.003);
        assertEquals(0.004, quarantinedLeaving / (double) people, 0.001);
        assertEquals(0.012, held / (double) people, 0.003);
        assertEquals(0.006, hot / (double) people, 0.002);
        assertEquals(0.5, exits / (double) people, 0.1);
    }

    @Test
    void theSecondMeasuringIsMarkedAndMostlyNormal() {
        Site site = Sites.of(2, 1);
        Town town = new Town(site.gates(), site.passes(), 1);
        long hot = Ticket.of(5, true, 381, 1, false);
        int normal = 0;
        for (int i = 0; i < 1000; i++) {
            long again = town.again(hot);
            assertTrue(Ticket.second(again) && Ticket.exit(again));
            assertEquals(5, Ticket.pass(again));
            normal += Ticket.temperature(again) < 373 ? 1 : 0;
        }
        assertEquals(700, normal, 60);
    }
}
