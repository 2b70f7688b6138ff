package io.gatehouse.server.journal;

import io.gatehouse.proto.journal.v1.Record;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The gates that what is left of a journal names. */
final class SalvagedGates implements GateNumbers {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<byte[]> ids = new ArrayList<>();

    void know(Record record) {
        if (record.hasGate()) {
            know(
                    record.getGate().hasAfter()
                            ? record.getGate().getAfter().getGateId()
                            : record.getGate().getBefore().getGateId());
        }
    }

    void know(String id) {
        if (numbers.putIfAbsent(id, ids.size()) == null) {
            ids.add(id.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public int numberOf(byte[] utf8, int offset, int length) {
        return numbers.getOrDefault(new String(utf8, offset, length, StandardCharsets.UTF_8), -1);
    }

    @Override
    public byte[] idOf(int number) {
        return ids.get(number);
    }
}
