package io.gatehouse.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.metrics.EstatesPage;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.GateRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sessions add up to for their estates, and when a gate was last heard. */
final class SessionEstateTest {
    private static final int SILENT_MILLIS = 26_000;

    private final SessionSite site = new SessionSite();
    private final EstatesPage page = new EstatesPage(
            to -> site.engine
                    .register()
                    .published()
                    .each(gate -> to.gate(gate.estateId(), site.engine.gateSeen(gate.number()))),
            List.of(site.meters));

    /** Gates known and online, scans allowed and denied. */
    private String figures(int estate) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        page.writeTo(out);
        String text = out.toString(StandardCharsets.UTF_8);
        String label = "{estate=\"" + estate + "\"";
        StringBuilder figures = new StringBuilder();
        for (String series : List.of(
                "gatehouse_estate_gates_known" + label + "} ",
                "gatehouse_estate_gates_online" + label + "} ",
                "gatehouse_estate_scans_total" + label + ",verdict=\"allow\"} ",
                "gatehouse_estate_scans_total" + label + ",verdict=\"deny\"} ")) {
            int at = text.indexOf(series) + series.length();
            assertTrue(at >= series.length(), series + " in " + text);
            figures.append(text, at, text.indexOf('\n', at)).append(' ');
        }
        return figures.toString().trim();
    }

    @Test
    void gatesComeScanAndGo() throws IOException {
        assertEquals("0 0 0 0", figures(1));
        SessionSite.Gate first = site.gate("1-01").open();
        assertEquals("1 1 0 0", figures(1));
        first.scan();
        SessionSite.Gate second = site.gate("1-02").open();
        second.scan(1, 7_000);
        second.scan(1, 7_000);
        site.settle();
        assertEquals("2 2 1 1", figures(1), "what is sent again counts once");
        first.session.onGone(CloseReason.PEER_CLOSED);
        assertEquals("2 1 1 1", figures(1));
        site.tick(SILENT_MILLIS);
        assertEquals(CloseReason.SILENT, second.link.ended);
        assertEquals("2 0 1 1", figures(1));
    }

    @Test
    void aConnectionThatNeverOpensIsNoGate() throws IOException {
        SessionSite.Gate greeted = site.gate("1-01").connect();
        greeted.say(greeted.hello());
        greeted.session.onGone(CloseReason.PEER_CLOSED);
        site.settle();
        // The engine has its stream all the same: it was there.
        assertEquals("1 0 0 0", figures(1));
    }

    @Test
    void aTakeoverIsOneGate() throws IOException {
        SessionSite.Gate older = site.gate("1-01").open();
        SessionSite.Gate newer = site.gate("1-01").open();
        assertEquals(CloseReason.REPLACED, older.link.ended);
        assertEquals("1 1 0 0", figures(1));
        newer.session.onGone(CloseReason.PEER_CLOSED);
        assertEquals("1 0 0 0", figures(1));
    }

    /** Else the estate that it came to would look dark until it connects again. */
    @Test
    void aGateThatMovesWhileItIsConnectedCountsWhereItIs() throws IOException {
        SessionSite.Gate gate = site.gate("1-01").open();
        gate.scan();
        site.settle();
        GateRow row = site.engine.register().gate(site.engine.register().number("1-01"));
        site.change(new Change.EstateChange(null, new EstateRow(2, "estate 2", "OTHER", "north")));
        site.change(new Change.GateChange(row, new GateRow("1-01", 2, row.name(), row.tokenSha256())));
        gate.scan(2, 7_000);
        site.settle();
        assertEquals("0 0 1 0", figures(1));
        assertEquals("1 1 0 1", figures(2));
        gate.session.onGone(CloseReason.PEER_CLOSED);
        assertEquals("1 0 0 1", figures(2));
        assertEquals("0 0 1 0", figures(1));
    }

    @Test
    void whenAGateWasLastHeard() {
        int number = site.engine.register().number("1-01");
        assertEquals(-1, site.door.lastHeardNanos(number, -1));
        SessionSite.Gate gate = site.gate("1-01").open();
        assertEquals(gate.session.lastHeardNanos(), site.door.lastHeardNanos(number, -1));
        site.pass(5_000);
        gate.scan();
        long heard = site.clock.nanos();
        site.pass(3_000);
        assertEquals(heard, site.door.lastHeardNanos(number, -1));
        gate.session.onGone(CloseReason.PEER_CLOSED);
        site.pass(60_000);
        assertEquals(heard, site.door.lastHeardNanos(number, -1));
    }
}
