package io.gatehouse.loadtest.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.loadtest.ScriptedServer;
import io.gatehouse.loadtest.ScriptedServer.Mischief;
import io.gatehouse.loadtest.Sites;
import io.gatehouse.loadtest.hostile.HostileFigures.End;
import io.gatehouse.loadtest.site.Gate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostileGatesTest {
    private static final List<Gate> GATES = Sites.of(Trick.values().length, 1).gates();

    @Test
    void aServerThatLetsAnyoneInIsFoundOut() throws Exception {
        HostileFigures figures;
        try (ScriptedServer server = new ScriptedServer(Mischief.NONE);
                HostileGates gates = new HostileGates(server.address(), GATES, 1)) {
            figures = gates.figures();
            gates.begin();
            while (figures.count(Trick.WRONG_TOKEN, End.NOT_SENT_AWAY) == 0) {
                Thread.onSpinWait();
            }
        }
        assertFalse(figures.ok());
        assertTrue(figures.words().stream().anyMatch(words -> words.contains("was let in")));
        assertEquals(GATES.size(), figures.gates());
    }

    @Test
    void aRefusalIsHeldAgainstWhatTheProtocolHasForIt() throws Exception {
        HostileFigures figures;
        try (ScriptedServer server = new ScriptedServer(Mischief.REFUSES);
                HostileGates gates = new HostileGates(server.address(), GATES, 1)) {
            figures = gates.figures();
            gates.begin();
            while (figures.count(Trick.WRONG_TOKEN, End.AS_EXPECTED) == 0
                    || figures.count(Trick.OVERSIZED, End.OTHERWISE) == 0) {
                Thread.onSpinWait();
            }
        }
        assertTrue(figures.ok(), figures.describe());
        assertEquals(0, figures.count(Trick.OVERSIZED, End.AS_EXPECTED));
        // Who never says Hello is never refused here.
        assertTrue(figures.count(Trick.NO_HELLO, End.CUT_SHORT) > 0);
    }

    @Test
    void whoMisbehavesIsDrawnByTheSeed() {
        List<Gate> gates = Sites.of(100, 1).gates();
        Share share = Share.of(gates, 0.1, 7);
        assertEquals(10, share.hostile().size());
        assertEquals(90, share.good().size());
        Set<Gate> all = new HashSet<>(share.good());
        all.addAll(share.hostile());
        assertEquals(Set.copyOf(gates), all);
        assertEquals(share, Share.of(gates, 0.1, 7));
        assertFalse(share.equals(Share.of(gates, 0.1, 8)));
        assertEquals(gates, Share.of(gates, 0, 7).good());
        assertEquals(1, Share.of(gates, 0.001, 7).hostile().size());
        assertEquals(1, Share.of(gates, 1, 7).good().size());
    }
}
