package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.SnapshotGate;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.proto.journal.v1.SnapshotRegister;
import io.gatehouse.server.roster.Change.EstateChange;
import io.gatehouse.server.roster.Change.GateChange;
import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.GateRow;
import io.gatehouse.server.roster.Register;
import java.io.DataOutput;
import java.io.IOException;

/** Estates and gates as a fold. */
final class Registered implements Fold {
    private final Register register = new Register();

    Register register() {
        return register;
    }

    @Override
    public void apply(Event e) {
        if (e.change instanceof EstateChange change) {
            register.apply(change, e.version);
        } else if (e.change instanceof GateChange change) {
            register.apply(change, e.version);
        }
    }

    @Override
    public StateCopy copy() {
        Register.Copy copy = register.copy();
        return to -> {
            to.record(SnapshotRecord.newBuilder()
                    .setRegister(SnapshotRegister.newBuilder().setVersion(copy.version()))
                    .build());
            for (EstateRow estate : copy.estates()) {
                to.record(SnapshotRecord.newBuilder().setEstate(record(estate)).build());
            }
            for (Register.NumberedGate gate : copy.gates()) {
                to.record(SnapshotRecord.newBuilder().setGate(record(gate)).build());
            }
        };
    }

    private static io.gatehouse.proto.journal.v1.EstateRow record(EstateRow row) {
        return io.gatehouse.proto.journal.v1.EstateRow.newBuilder()
                .setEstateId(row.estateId())
                .setName(row.name())
                .setKind(row.kind())
                .setCommunity(row.community())
                .build();
    }

    private static SnapshotGate record(Register.NumberedGate gate) {
        return SnapshotGate.newBuilder()
                .setGateId(gate.row().gateId())
                .setEstateId(gate.row().estateId())
                .setName(gate.row().name())
                .addAllTokenSha256(gate.row().tokenSha256())
                .setStands(gate.stands())
                .build();
    }

    @Override
    public boolean read(SnapshotRecord record) {
        switch (record.getBodyCase()) {
            case REGISTER -> register.restore(record.getRegister().getVersion());
            case ESTATE -> {
                var row = record.getEstate();
                register.restore(new EstateRow(row.getEstateId(), row.getName(), row.getKind(), row.getCommunity()));
            }
            case GATE -> {
                SnapshotGate gate = record.getGate();
                register.restore(
                        new GateRow(gate.getGateId(), gate.getEstateId(), gate.getName(), gate.getTokenSha256List()),
                        gate.getStands());
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        register.write(out);
    }
}
