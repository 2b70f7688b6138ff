package io.gatehouse.loadtest.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RingsTest {
    @Test
    void theBacklogIsAQueue() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Backlog backlog = new Backlog();
        Deque<Long> model = new ArrayDeque<>();
        for (int i = 0; i < 100_000; i++) {
            boolean growing = i / 1000 % 2 == 0;
            if (model.isEmpty() || random.nextInt(10) < (growing ? 7 : 3)) {
                long value = random.nextLong();
                backlog.add(value, -value);
                model.addLast(value);
            } else {
                long value = model.removeFirst();
                assertEquals(value, backlog.firstPlanned(), "seed " + seed);
                assertEquals(-value, backlog.firstTicket(), "seed " + seed);
                backlog.removeFirst();
            }
            assertEquals(model.size(), backlog.size());
        }
    }

    @Test
    void theBacklogIsBounded() {
        Backlog backlog = new Backlog();
        for (int i = 0; i < Backlog.MOST; i++) {
            backlog.add(i, i);
        }
        assertFalse(backlog.add(0, 0));
        assertEquals(Backlog.MOST, backlog.size());
    }

    @Test
    void theFlightKeepsWhatIsUnderWayWhenItGrows() {
        SplittableRandom random = new SplittableRandom(5);
        Flight flight = new Flight(true);
        long oldest = 1;
        long newest = 0;
        for (int i = 0; i < 2_000; i++) {
            int more = 1 + random.nextInt(20);
            if (newest - oldest + more < 1024) {
                flight.reserve(oldest, newest + more);
                for (int j = 0; j < more; j++) {
                    newest++;
                    flight.put(newest, newest * 3, newest * 5, newest * 7);
                }
            }
            for (long s = oldest; s <= newest; s++) {
                assertEquals(s * 3, flight.planned(s));
                assertEquals(s * 5, flight.sent(s));
                assertEquals(s * 7, flight.ticket(s));
            }
            oldest = Math.min(newest + 1, oldest + random.nextInt(21));
        }
    }
}
