package io.gatehouse.loadtest.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.Sites;
import io.gatehouse.loadtest.site.Site;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeakPacerTest {
    private static final long SECOND = 1_000_000_000;

    private final Site site = Sites.of(6, 1);
    private final PeakPacer pacer = new PeakPacer(
            new MorningCurve(Duration.ofMinutes(3).toNanos(), 3000),
            new Town(site.gates(), site.passes(), 1),
            site.gates().size(),
            2);

    @Test
    void whoComesWhileTheProcessStandsStillIsNotSentAllAtOnce() {
        pacer.begin(0);
        int sent = pacer.turn(SECOND);
        assertTrue(sent > 50, "sent " + sent);
        assertEquals(sent, pacer.came());

        assertEquals(0, pacer.turn(61 * SECOND), "a minute later nobody is sent");
        long meanwhile = pacer.came() - sent;
        assertTrue(meanwhile > 1000, "came meanwhile: " + meanwhile);
        assertEquals(pacer.came(), pacer.closedGates(), "no gate has a connection here");

        sent = pacer.turn(62 * SECOND);
        assertTrue(sent > 50, "it goes on: " + sent);
        assertEquals(pacer.came(), pacer.closedGates());
    }
}
