package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.SnapshotMode;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.server.roster.Change.ModeChange;
import io.gatehouse.server.roster.Register;
import java.io.DataOutput;
import java.io.IOException;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lockdowns and emergency openings: of the site, of estates, of gates, each standing by itself until its own NORMAL,
 * the strongest in force; and the emergencies that were opened at a gate, which end at the gate.
 */
final class Modes implements Fold {
    private static final Standing NONE = new Standing(GateMode.NEVER_SET, Long.MIN_VALUE);

    private final Register register;
    private Standing site = NONE;
    private final TreeMap<Integer, Standing> estates = new TreeMap<>();
    private final TreeMap<Integer, Standing> gates = new TreeMap<>();
    private final BitSet own = new BitSet();

    private record Standing(GateMode mode, long atUs) {
        int strength() {
            return switch (mode.kind()) {
                case Command.Kind.KIND_EMERGENCY_OPEN_VALUE -> 2;
                case Command.Kind.KIND_LOCKDOWN_VALUE -> 1;
                default -> 0;
            };
        }

        /** The stronger, of two equals the later, of two at one time the narrower. */
        Standing with(Standing narrower) {
            if (narrower.strength() != strength()) {
                return narrower.strength() > strength() ? narrower : this;
            }
            return narrower.atUs >= atUs ? narrower : this;
        }
    }

    Modes(Register register) {
        this.register = register;
    }

    /** What commands have set for a gate. */
    GateMode commanded(int gate, int estateId) {
        return standing(gate, estateId).mode();
    }

    boolean emergency(int gate, int estateId) {
        return own.get(gate) || standing(gate, estateId).strength() == 2;
    }

    boolean lockdown(int gate, int estateId) {
        return standing(gate, estateId).strength() == 1;
    }

    /** Whether the emergency that was opened at the gate itself stands. */
    boolean ownEmergency(int gate) {
        return own.get(gate);
    }

    @Override
    public void apply(Event e) {
        switch (e.recordedAs()) {
            case DEVICE_EVENT -> own.set(e.gate, e.gateEmergency);
            case LOST, STREAM -> own.clear(e.gate);
            case CHANGE -> {
                if (e.change instanceof ModeChange change) {
                    set(change, e.receivedAtUs);
                }
            }
            default -> {}
        }
    }

    @Override
    public StateCopy copy() {
        Standing whole = site;
        Map<Integer, Standing> ofEstates = new TreeMap<>(estates);
        Map<Integer, Standing> ofGates = new TreeMap<>(gates);
        BitSet opened = (BitSet) own.clone();
        return to -> {
            if (whole != NONE) {
                to.record(wrap(record(whole)));
            }
            for (Map.Entry<Integer, Standing> estate : ofEstates.entrySet()) {
                to.record(wrap(record(estate.getValue()).setEstateId(estate.getKey())));
            }
            for (Map.Entry<Integer, Standing> gate : ofGates.entrySet()) {
                to.record(wrap(record(gate.getValue()).setGate(gate.getKey())));
            }
            for (int gate = opened.nextSetBit(0); gate >= 0; gate = opened.nextSetBit(gate + 1)) {
                to.record(wrap(SnapshotMode.newBuilder().setGate(gate).setOpenedAtGate(true)));
            }
        };
    }

    @Override
    public boolean read(SnapshotRecord record) {
        if (!record.hasMode()) {
            return false;
        }
        SnapshotMode mode = record.getMode();
        Standing standing = new Standing(new GateMode(mode.getModeValue(), mode.getCommandId()), mode.getAtUs());
        if (mode.getOpenedAtGate()) {
            own.set(mode.getGate());
        } else if (mode.hasGate()) {
            gates.put(mode.getGate(), standing);
        } else if (mode.getEstateId() != 0) {
            estates.put(mode.getEstateId(), standing);
        } else {
            site = standing;
        }
        return true;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        write(out, site);
        write(out, estates);
        write(out, gates);
        out.writeInt(own.cardinality());
        for (int gate = own.nextSetBit(0); gate >= 0; gate = own.nextSetBit(gate + 1)) {
            out.writeInt(gate);
        }
    }

    private Standing standing(int gate, int estateId) {
        return site.with(estates.getOrDefault(estateId, NONE)).with(gates.getOrDefault(gate, NONE));
    }

    private void set(ModeChange change, long atUs) {
        Standing standing = new Standing(new GateMode(change.mode(), change.commandId()), atUs);
        int gate = change.gateId().isEmpty() ? -1 : register.number(change.gateId());
        if (gate >= 0) {
            gates.put(gate, standing);
        } else if (change.estateId() != 0) {
            estates.put(change.estateId(), standing);
        } else if (change.gateId().isEmpty()) {
            site = standing;
        }
    }

    private static SnapshotMode.Builder record(Standing standing) {
        return SnapshotMode.newBuilder()
                .setModeValue(standing.mode().kind())
                .setCommandId(standing.mode().commandId())
                .setAtUs(standing.atUs());
    }

    private static SnapshotRecord wrap(SnapshotMode.Builder mode) {
        return SnapshotRecord.newBuilder().setMode(mode).build();
    }

    private static void write(DataOutput out, Map<Integer, Standing> standings) throws IOException {
        out.writeInt(standings.size());
        for (Map.Entry<Integer, Standing> entry : standings.entrySet()) {
            out.writeInt(entry.getKey());
            write(out, entry.getValue());
        }
    }

    private static void write(DataOutput out, Standing standing) throws IOException {
        out.writeInt(standing.mode().kind());
        out.writeLong(standing.mode().commandId());
        out.writeLong(standing.atUs());
    }
}
