package io.gatehouse.server.journal;

import io.gatehouse.proto.journal.v1.SnapshotRecord;
import java.io.IOException;

/** Reads on as a start does, keeping the gates and nothing else. */
class SalvagedState implements StateVisitor {
    private final SalvagedGates gates;

    SalvagedState(SalvagedGates gates) {
        this.gates = gates;
    }

    @Override
    public void onState(byte[] bytes, int offset, int length) throws IOException {
        know(SnapshotRecord.parser().parseFrom(bytes, offset, length));
    }

    void know(SnapshotRecord record) {
        if (record.hasGate()) {
            gates.know(record.getGate().getGateId());
        }
    }

    @Override
    public void onStateRead(SnapshotSummary snapshot) {
        // Nothing is built on it here.
    }

    @Override
    public void onPassedOver(String name, String why) {
        // The report of damage says what a start would say.
    }

    @Override
    public void onRecord(long position, byte[] bytes, int offset, int length) throws IOException {
        // Whole, which is all that matters.
    }
}
