package io.gatehouse.server.engine;

import static io.gatehouse.proto.v1.Command.Kind.KIND_EMERGENCY_OPEN;
import static io.gatehouse.proto.v1.Command.Kind.KIND_LOCKDOWN;
import static io.gatehouse.proto.v1.Command.Kind.KIND_NORMAL;
import static io.gatehouse.server.engine.PassBuilder.pass;
import static io.gatehouse.server.engine.TestSite.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.DeviceEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lockdowns and emergency openings. */
class ModesTest {
    private final TestSite site = new TestSite();

    @BeforeEach
    void aPass() {
        site.put(pass(1));
        site.policy("already-inside", "off");
    }

    private void stands(int gate, Command.Kind kind, long commandId) {
        assertEquals(kind, Command.Kind.forNumber(site.engine.mode(gate)));
        assertEquals(commandId, site.engine.modeCommandId(gate));
    }

    @Test
    void normalStandsBeforeAnyCommand() {
        stands(0, KIND_NORMAL, 0);
    }

    @Test
    void siteEstateAndGateStandByThemselvesTheStrongestInForce() {
        site.mode(KIND_LOCKDOWN, 0, "", 1);
        site.mode(KIND_EMERGENCY_OPEN, 1, "", 2);
        stands(0, KIND_EMERGENCY_OPEN, 2);
        stands(2, KIND_LOCKDOWN, 1);
        site.mode(KIND_NORMAL, 1, "", 3);
        stands(0, KIND_LOCKDOWN, 1);
        site.now++;
        site.mode(KIND_LOCKDOWN, 0, "1-01", 4);
        stands(0, KIND_LOCKDOWN, 4);
        stands(1, KIND_LOCKDOWN, 1);
        site.mode(KIND_NORMAL, 0, "", 5);
        stands(0, KIND_LOCKDOWN, 4);
        stands(1, KIND_NORMAL, 5);
    }

    @Test
    void aGatesOwnEmergencyIsThatGatesUntilItsEnd() {
        site.device(0, DeviceEvent.Kind.KIND_EMERGENCY_OPEN);
        stands(0, KIND_NORMAL, 0);
        assertEquals("ALLOW! EMERGENCY_OPEN", said(site.entry(0, 1)));
        assertEquals("ALLOW OK", said(site.entry(1, 1)));
        site.device(0, DeviceEvent.Kind.KIND_TAMPER);
        assertEquals("ALLOW! EMERGENCY_OPEN", said(site.entry(0, 1)));
        site.device(0, DeviceEvent.Kind.KIND_EMERGENCY_END);
        assertEquals("ALLOW OK", said(site.entry(0, 1)));
    }

    @Test
    void normalDoesNotEndWhatWasOpenedAtTheGate() {
        site.device(0, DeviceEvent.Kind.KIND_EMERGENCY_OPEN);
        site.mode(KIND_NORMAL, 0, "1-01", 1);
        assertEquals("ALLOW! EMERGENCY_OPEN", said(site.entry(0, 1)));
    }

    @Test
    void aStartALossAndANewStreamEndIt() {
        site.device(0, DeviceEvent.Kind.KIND_EMERGENCY_OPEN);
        site.device(0, DeviceEvent.Kind.KIND_STARTED);
        assertEquals("ALLOW OK", said(site.entry(0, 1)));
        site.device(0, DeviceEvent.Kind.KIND_EMERGENCY_OPEN);
        site.takeIn(site.lost(0, site.engine.expected(0), site.engine.expected(0)));
        assertEquals("ALLOW OK", said(site.entry(0, 1)));
        site.device(0, DeviceEvent.Kind.KIND_EMERGENCY_OPEN);
        site.hello(0, 999);
        assertEquals("ALLOW OK", said(site.entry(0, 1)));
    }

    @Test
    void aGateThatMovesComesUnderItsNewEstatesMode() {
        site.mode(KIND_LOCKDOWN, 2, "", 1);
        assertEquals("ALLOW OK", said(site.entry(0, 1)));
        var moved = new io.gatehouse.server.roster.GateRow(
                "1-01", 2, "gate", gateRow("1-01").tokenSha256());
        site.change(new io.gatehouse.server.roster.Change.GateChange(gateRow("1-01"), moved));
        site.now += MINUTE;
        assertEquals("DENY! LOCKDOWN WRONG_ESTATE ALREADY_INSIDE", said(site.entry(0, 1)));
        stands(0, KIND_LOCKDOWN, 1);
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertEquals(ChangeRefusal.UNKNOWN_GATE, site.mode(KIND_LOCKDOWN, 0, "9-99", 1).changeRefusal);
        assertEquals(ChangeRefusal.UNKNOWN_ESTATE, site.mode(KIND_LOCKDOWN, 9, "", 1).changeRefusal);
        assertEquals(ChangeRefusal.INVALID_ROW, site.mode(Command.Kind.KIND_SHOW_TEXT, 0, "", 1).changeRefusal);
    }
}
