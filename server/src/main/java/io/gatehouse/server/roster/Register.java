package io.gatehouse.server.roster;

import io.gatehouse.server.roster.Change.EstateChange;
import io.gatehouse.server.roster.Change.GateChange;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Estates and gates. Gates are numbered 0, 1, 2, ... in the order in which the journal first names them; one that is
 * removed keeps its number and takes it up again when it comes back. Engine thread only, but for {@link #published()}.
 */
public final class Register {
    public static final int MAX_ESTATE_ID = 1_000_000;

    private final TreeMap<Integer, EstateRow> estates = new TreeMap<>();
    private final Map<String, Integer> communities = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final GateIds ids = new GateIds();
    private final List<Gate> gates = new ArrayList<>();
    /** Number of the community by estate id; 0: none. */
    private int[] communityOf = new int[1024];

    private long version;
    /** Numbers of the gates that changed since the last {@link #publish}. */
    private final BitSet stale = new BitSet();

    private final GateDirectory published = new GateDirectory();

    private static final class Gate {
        final byte[] id;
        GateRow row;
        boolean stands;

        Gate(byte[] id) {
            this.id = id;
        }
    }

    /** Takes a change in. The caller has looked at it: this never fails on one that was journaled. */
    public void apply(EstateChange change, long newVersion) {
        version = newVersion;
        EstateRow row = change.after();
        if (row == null) {
            estates.remove(change.before().estateId());
            setCommunity(change.before().estateId(), 0);
            return;
        }
        estates.put(row.estateId(), row);
        setCommunity(row.estateId(), communityNumber(row.community()));
    }

    /** Takes a change in, like {@link #apply(EstateChange, long)}. */
    public void apply(GateChange change, long newVersion) {
        version = newVersion;
        GateRow row = change.after();
        int number = numberFor(row == null ? change.before().gateId() : row.gateId());
        stale.set(number);
        Gate gate = gates.get(number);
        gate.stands = row != null;
        if (row != null) {
            gate.row = row;
        } else if (gate.row == null) {
            gate.row = change.before();
        }
    }

    /** Counts the changes of estates and gates. */
    public long version() {
        return version;
    }

    /** How many numbers are given out, those of removed gates included. */
    public int size() {
        return gates.size();
    }

    /** Number of a gate, also of one that was removed; -1 where the register never had it. */
    public int number(String gateId) {
        return numbers.getOrDefault(gateId, -1);
    }

    /** The same by the id's UTF-8, without garbage. */
    public int numberOf(byte[] utf8, int offset, int length) {
        return ids.find(utf8, offset, length);
    }

    /** Whether the gate is in the register now. */
    public boolean stands(int gate) {
        return gates.get(gate).stands;
    }

    /** The gate's row; of one that was removed, the last that stood. */
    public GateRow gate(int gate) {
        return gates.get(gate).row;
    }

    /** UTF-8 of the gate's id: one array for each gate, never written to. */
    public byte[] gateId(int gate) {
        return gates.get(gate).id;
    }

    /** The estate's row; null where none stands. */
    public EstateRow estate(int estateId) {
        return estates.get(estateId);
    }

    /** All estates that stand, by id. */
    public List<EstateRow> estates() {
        return List.copyOf(estates.values());
    }

    /** All gates that stand, by number. */
    public List<GateRow> gates() {
        return gates.stream().filter(gate -> gate.stands).map(gate -> gate.row).toList();
    }

    /** Number of the estate's community; 0 where it has none. Equal numbers: the same community. */
    public int community(int estateId) {
        return estateId >= 0 && estateId < communityOf.length ? communityOf[estateId] : 0;
    }

    /** Brings the directory up to date with what changed since the last time, for all threads to see. */
    public void publish() {
        for (int number = stale.nextSetBit(0); number >= 0; number = stale.nextSetBit(number + 1)) {
            Gate gate = gates.get(number);
            if (gate.stands) {
                published.put(entry(number, gate));
            } else {
                published.remove(gate.row.gateId());
            }
        }
        stale.clear();
        published.reached(version);
    }

    /** The directory, as of the last {@link #publish}: always the same object. Any thread. */
    public GateDirectory published() {
        return published;
    }

    /** A gate in the order of numbers; of one that was removed, the row that stood last. */
    public record NumberedGate(GateRow row, boolean stands) {}

    /** All of it at one moment. */
    public record Copy(long version, List<EstateRow> estates, List<NumberedGate> gates) {}

    public Copy copy() {
        List<NumberedGate> all = new ArrayList<>(gates.size());
        for (Gate gate : gates) {
            all.add(new NumberedGate(gate.row, gate.stands));
        }
        return new Copy(version, estates(), all);
    }

    /** Takes a copy's version. */
    public void restore(long copiedVersion) {
        version = copiedVersion;
    }

    /** Takes an estate of a copy. */
    public void restore(EstateRow row) {
        apply(new EstateChange(null, row), version);
    }

    /** Takes the next gate of a copy: they come in the order of their numbers. */
    public void restore(GateRow row, boolean stands) {
        if (number(row.gateId()) >= 0) {
            throw new IllegalArgumentException("two gates " + row.gateId());
        }
        apply(new GateChange(null, row), version);
        gates.get(number(row.gateId())).stands = stands;
    }

    /** Writes all of it, in the order of ids and numbers. */
    public void write(DataOutput out) throws IOException {
        out.writeLong(version);
        out.writeInt(estates.size());
        for (EstateRow row : estates.values()) {
            out.writeInt(row.estateId());
            out.writeUTF(row.name());
            out.writeUTF(row.kind());
            out.writeUTF(row.community());
        }
        out.writeInt(gates.size());
        for (Gate gate : gates) {
            out.writeUTF(gate.row.gateId());
            out.writeBoolean(gate.stands);
            out.writeInt(gate.row.estateId());
            out.writeUTF(gate.row.name());
            out.writeInt(gate.row.tokenSha256().size());
            for (String digest : gate.row.tokenSha256()) {
                out.writeUTF(digest);
            }
        }
    }

    private static GateDirectory.Entry entry(int number, Gate gate) {
        byte[][] tokens =
                gate.row.tokenSha256().stream().map(HexFormat.of()::parseHex).toArray(byte[][]::new);
        return new GateDirectory.Entry(number, gate.row.gateId(), gate.id, gate.row.estateId(), tokens);
    }

    private int numberFor(String gateId) {
        Integer number = numbers.get(gateId);
        if (number == null) {
            number = gates.size();
            Gate gate = new Gate(gateId.getBytes(StandardCharsets.UTF_8));
            gates.add(gate);
            ids.add(gate.id);
            numbers.put(gateId, number);
        }
        return number;
    }

    private int communityNumber(String name) {
        if (name.isEmpty()) {
            return 0;
        }
        Integer number = communities.get(name);
        if (number == null) {
            number = communities.size() + 1;
            communities.put(name, number);
        }
        return number;
    }

    private void setCommunity(int estateId, int community) {
        if (estateId >= communityOf.length) {
            communityOf = Arrays.copyOf(communityOf, Math.max(estateId + 1, communityOf.length * 2));
        }
        communityOf[estateId] = community;
    }
}
