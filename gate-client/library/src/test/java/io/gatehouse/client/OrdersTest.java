package io.gatehouse.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.GatePolicy;
import io.gatehouse.proto.v1.Grant;
import io.gatehouse.proto.v1.GrantUpdate;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrdersTest {
    private static final ByteString A = ByteString.copyFromUtf8("aaaaaaaaaaaaaaaa");
    private static final ByteString B = ByteString.copyFromUtf8("bbbbbbbbbbbbbbbb");

    private static void command(Harness gate, long id, Command.Kind kind) {
        gate.deliver(ServerMessage.newBuilder()
                .setCommand(Command.newBuilder().setCommandId(id).setKind(kind).setText("hello")));
    }

    private static void grants(Harness gate, GrantUpdate.Builder part) {
        gate.deliver(ServerMessage.newBuilder().setGrants(part));
    }

    private static Grant grant(ByteString pass) {
        return Grant.newBuilder().setPassId(pass).build();
    }

    @Test
    void eachChangeOfModeIsConfirmedAndATextIsNot() {
        Harness gate = new Harness().online();
        command(gate, 7, Command.Kind.KIND_LOCKDOWN);
        assertEquals(7, gate.last().getApplied().getCommandId());
        command(gate, 8, Command.Kind.KIND_SHOW_TEXT);
        gate.deliver(ServerMessage.newBuilder()
                .setCommand(Command.newBuilder().setCommandId(9).setKindValue(99)));
        assertEquals(1, gate.sent.size());
        assertEquals(List.of("text hello"), gate.log);
        command(gate, 10, Command.Kind.KIND_NORMAL);
        assertEquals(10, gate.last().getApplied().getCommandId());
    }

    @Test
    void aloneTheGateOpensForNobodyUnderLockdownAndForAllUnderEmergencyOpening() throws Exception {
        OfflinePolicy opens =
                (input, held) -> new OfflinePolicy.OwnDecision(Verdict.VERDICT_ALLOW, Reason.REASON_OK, false);
        Harness gate = new Harness(new MemorySpool(5, 100), 1, false, opens).online();
        command(gate, 7, Command.Kind.KIND_LOCKDOWN);
        var asked = gate.scan();
        gate.allow(1);
        assertTrue(asked.get().allowed(), "while decisions come they hold");
        gate.drop();
        assertEquals(List.of(Reason.REASON_LOCKDOWN), gate.scan().get().reasons());
        assertFalse(gate.scan().get().allowed());
        gate.online();
        command(gate, 8, Command.Kind.KIND_EMERGENCY_OPEN);
        gate.drop();
        assertEquals(List.of(Reason.REASON_EMERGENCY_OPEN), gate.scan().get().reasons());
        assertTrue(gate.scan().get().allowed());
    }

    @Test
    void whatWasOpenedAtTheGateEndsAtTheGate() throws Exception {
        Harness gate = new Harness().online();
        gate.session.deviceEvent(DeviceEvent.Kind.KIND_EMERGENCY_OPEN, "");
        command(gate, 8, Command.Kind.KIND_NORMAL);
        gate.drop();
        assertTrue(gate.scan().get().allowed());
        gate.session.deviceEvent(DeviceEvent.Kind.KIND_EMERGENCY_END, "");
        assertFalse(gate.scan().get().allowed());
    }

    @Test
    void partsAreUsedTogetherFromTheCompleteOneOnAndConfirmed() {
        Harness gate = new Harness().online();
        grants(gate, GrantUpdate.newBuilder().setReset(true).addUpsert(grant(A)));
        assertTrue(gate.grants.grant(A).isEmpty());
        assertTrue(gate.sent.isEmpty());
        grants(
                gate,
                GrantUpdate.newBuilder()
                        .setReset(true)
                        .setRosterVersion(12)
                        .addUpsert(grant(B))
                        .setPolicy(GatePolicy.newBuilder().setFeverDecicelsius(373))
                        .setComplete(true));
        assertTrue(gate.grants.grant(A).isPresent());
        assertTrue(gate.grants.grant(B).isPresent());
        assertEquals(373, gate.grants.policy().orElseThrow().getFeverDecicelsius());
        assertEquals(12, gate.last().getApplied().getRosterVersion());
        grants(gate, GrantUpdate.newBuilder().setRosterVersion(13).addRemove(A).setComplete(true));
        assertTrue(gate.grants.grant(A).isEmpty());
        assertTrue(gate.grants.grant(B).isPresent());
        grants(
                gate,
                GrantUpdate.newBuilder().setReset(true).setRosterVersion(14).setComplete(true));
        assertTrue(gate.grants.grant(B).isEmpty());
        assertEquals(14, gate.last().getApplied().getRosterVersion());
        gate.drop();
        gate.toConnecting();
        gate.session.onConnected();
        assertEquals(14, gate.last().getHello().getRosterVersion());
    }

    @Test
    void aBreakThrowsTheCollectedPartsAway() {
        Harness gate = new Harness().online();
        grants(gate, GrantUpdate.newBuilder().setReset(true).addUpsert(grant(A)));
        gate.drop();
        gate.online();
        grants(
                gate,
                GrantUpdate.newBuilder().setRosterVersion(3).addUpsert(grant(B)).setComplete(true));
        assertTrue(gate.grants.grant(A).isEmpty());
        assertTrue(gate.grants.grant(B).isPresent());
    }

    @Test
    void ownDecisionsNameTheGrantsTheyWereMadeBy() {
        Harness gate = new Harness().online();
        grants(gate, GrantUpdate.newBuilder().setRosterVersion(3).setComplete(true));
        gate.drop();
        gate.scan();
        assertEquals(3, gate.spool.read(1).getScan().getActed().getRosterVersion());
    }
}
