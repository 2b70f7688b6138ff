package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.checker.JournalFile;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.ScanRecord;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Scan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What gates were told, held against the journal. The independent reader reads it: it shares nothing with the server. */
final class Kept {
    private final Map<String, PlainGate> gates = new HashMap<>();
    private final Map<String, Long> last = new HashMap<>();
    private long acted;

    private Kept(List<PlainGate> all) {
        all.forEach(gate -> gates.put(gate.gateId, gate));
    }

    /**
     * Everything that was acknowledged to these gates is there once, in order, as they sent it and with the verdict that
     * they got.
     *
     * @return how many scans came back with what the gate had done with them
     */
    static long check(Path dataDir, List<PlainGate> gates) throws IOException {
        Kept kept = new Kept(gates);
        JournalFile.read(dataDir, (position, record) -> kept.take(record));
        for (PlainGate gate : gates) {
            assertTrue(
                    kept.held(gate) >= gate.acknowledged,
                    () -> gate.gateId + ": acknowledged " + gate.acknowledged + ", kept " + kept.held(gate));
        }
        return kept.acted;
    }

    /** The highest sequence that the journal has of a gate. */
    static long highest(Path dataDir, PlainGate gate) throws IOException {
        Kept kept = new Kept(List.of(gate));
        JournalFile.read(dataDir, (position, record) -> kept.take(record));
        return kept.held(gate);
    }

    private long held(PlainGate gate) {
        return last.getOrDefault(gate.gateId, 0L);
    }

    private void take(Record record) {
        switch (record.getBodyCase()) {
            case SCAN -> take(record.getScan());
            case DEVICE_EVENT -> {
                var event = record.getDeviceEvent();
                GateMessage sent = next(event.getGateId(), event.getStreamId(), event.getSequence());
                if (sent != null) {
                    assertEquals(sent.getDeviceEvent().getKind(), event.getKind());
                    assertEquals(sent.getDeviceEvent().getOccurredAtUs(), event.getOccurredAtUs());
                }
            }
            case OUTCOME -> {
                var outcome = record.getOutcome();
                GateMessage sent = next(outcome.getGateId(), outcome.getStreamId(), outcome.getSequence());
                if (sent != null) {
                    assertEquals(sent.getOutcome().getScanSequence(), outcome.getScanSequence());
                    assertEquals(sent.getOutcome().getActed(), outcome.getActed());
                }
            }
            default -> {
                // Not sent by a gate under a number.
            }
        }
    }

    /** What the gate sent under the number that has to come next; null for a gate that is not looked at. */
    private GateMessage next(String gateId, long streamId, long sequence) {
        PlainGate gate = gates.get(gateId);
        if (gate == null) {
            return null;
        }
        assertEquals(gate.streamId, streamId, gateId);
        assertEquals(held(gate) + 1, sequence, () -> gateId + ": once each, in order, without a gap");
        last.put(gateId, sequence);
        GateMessage sent = gate.sent.get(sequence);
        assertNotNull(sent, () -> gateId + " never sent " + sequence);
        return sent;
    }

    private void take(ScanRecord record) {
        GateMessage message = next(record.getGateId(), record.getStreamId(), record.getSequence());
        if (message == null) {
            return;
        }
        Scan sent = message.getScan();
        assertEquals(sent.getPassId(), record.getPassId());
        assertEquals(sent.getDirection(), record.getDirection());
        assertEquals(sent.getScannedAtUs(), record.getScannedAtUs());
        assertEquals(sent.getTemperatureDecicelsius(), record.getTemperatureDecicelsius());
        PlainGate gate = gates.get(record.getGateId());
        Decision decision = gate.decisions.get(record.getSequence());
        if (record.hasActed()) {
            // The server that may have decided it died before the disk had it: what the gate did is what holds.
            assertEquals(gate.acted.get(record.getSequence()), record.getActed());
            acted++;
        } else if (decision != null) {
            assertEquals(decision.getVerdict(), record.getVerdict(), "the verdict that the gate got");
            assertEquals(decision.getReasonsList(), record.getReasonsList());
            assertEquals(decision.getAttention(), record.getAttention());
        }
    }
}
