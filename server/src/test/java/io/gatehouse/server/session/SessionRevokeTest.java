package io.gatehouse.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.protobuf.ByteString;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.GateRow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gates and tokens that are taken back while their sessions stand, and certificates instead of tokens. */
final class SessionRevokeTest {
    private static final String OTHER = "0".repeat(64);

    private final SessionSite site = new SessionSite();

    private GateRow row(String id) {
        return site.engine.register().gate(site.engine.register().number(id));
    }

    private static GateRow with(GateRow row, String name, List<String> tokens) {
        return new GateRow(row.gateId(), row.estateId(), name, tokens);
    }

    private void change(GateRow after) {
        site.change(new Change.GateChange(row(after.gateId()), after));
    }

    private SessionSite.Gate open(String id) {
        SessionSite.Gate gate = site.gate(id).connect();
        gate.say(gate.hello());
        site.settle();
        assertEquals("welcome 0", gate.frames().get(0));
        return gate;
    }

    @Test
    void onlyTheGateWhoseTokenIsTakenBackEnds() {
        SessionSite.Gate first = open("1-01");
        SessionSite.Gate second = open("1-02");
        GateRow row = row("1-01");
        change(with(row, "another name", row.tokenSha256()));
        change(with(row, "another name", List.of(OTHER, row.tokenSha256().get(0))));
        assertNull(first.link.ended, "its token stands");
        change(with(row, "another name", List.of(OTHER)));
        assertEquals(CloseReason.REVOKED, first.link.ended);
        assertEquals("UNAUTHENTICATED 0", first.link.refused());
        assertNull(second.link.ended);
    }

    @Test
    void aGateThatIsTakenOutEndsWithItsHelloOnTheWay() {
        SessionSite.Gate greeted = site.gate("1-01").connect();
        greeted.say(greeted.hello());
        site.change(new Change.GateChange(row("1-01"), null));
        assertEquals("UNAUTHENTICATED 0", greeted.link.refused());
        assertEquals(List.of(), greeted.frames(), "no Welcome");
        SessionSite.Gate again = site.gate("1-01").connect();
        again.say(again.hello());
        assertEquals(CloseReason.UNAUTHENTICATED, again.link.ended);
    }

    @Test
    void aCertificateStandsForATokenUntilTheGateIsTakenOut() {
        SessionSite.Gate gate = site.gate("1-01").connect();
        gate.link.certified = List.of("1-00", "1-01");
        gate.say(gate.hello().setToken(ByteString.EMPTY));
        site.settle();
        assertEquals("welcome 0", gate.frames().get(0));
        change(with(row("1-01"), "gate", List.of(OTHER)));
        assertNull(gate.link.ended, "it came with no token");
        site.change(new Change.GateChange(row("1-01"), null));
        assertEquals(CloseReason.REVOKED, gate.link.ended);
    }

    @Test
    void aCertificateThatNamesNoGateIsNoProof() {
        SessionSite.Gate gate = site.gate("1-01").connect();
        gate.link.certified = List.of();
        gate.say(gate.hello());
        assertEquals(CloseReason.CERTIFICATE_OF_ANOTHER, gate.link.ended);
        SessionSite.Gate wrong = site.gate("1-01").connect();
        wrong.link.certified = List.of("1-01");
        wrong.say(wrong.hello().setToken(ByteString.copyFromUtf8("token of 1-02")));
        assertEquals(CloseReason.UNAUTHENTICATED, wrong.link.ended, "a token that is given has to be right");
    }
}
