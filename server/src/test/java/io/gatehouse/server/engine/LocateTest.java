package io.gatehouse.server.engine;

import static io.gatehouse.server.engine.PassBuilder.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.engine.Event.Kind;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Many passes located at once are those that are located one by one. */
class LocateTest {
    private static final int EVENTS = 1_000;
    private static final int PASSES = 50;

    private final TestSite site = new TestSite();
    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void manyAtOnceAreTheSameAsOneByOne() {
        for (int i = 0; i < PASSES; i++) {
            site.put(pass(i));
        }
        Event[] events = new Event[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            events[i] = drawn();
        }
        int from = 7;
        int to = EVENTS - 3;
        site.engine.locate(at -> events[(int) at], from, to);
        int found = 0;
        for (int i = 0; i < EVENTS; i++) {
            Event e = events[i];
            long located = e.located;
            long locatedIn = e.locatedIn;
            e.clearOutcome();
            if (i >= from && i <= to) {
                site.engine.locate(e);
            }
            assertEquals(e.located, located, "event " + i);
            assertEquals(e.locatedIn, locatedIn, "event " + i);
            found += located == 0 ? 0 : 1;
        }
        assertTrue(found > EVENTS / 4, "found " + found);
    }

    private Event drawn() {
        Event e = new Event();
        e.kind = random.nextInt(4) == 0 ? Kind.DEVICE_EVENT : random.nextInt(3) == 0 ? Kind.OUTCOME : Kind.SCAN;
        TestSite.pass(e, random.nextInt(PASSES * 2), TestSite.ENTRY);
        if (random.nextInt(8) == 0) {
            e.passIdLength = random.nextInt(16);
        }
        return e;
    }
}
