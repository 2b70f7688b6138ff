package io.gatehouse.server.sim;

import io.gatehouse.proto.journal.v1.DeviceEventRecord;
import io.gatehouse.proto.journal.v1.LostRecord;
import io.gatehouse.proto.journal.v1.OutcomeRecord;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.ScanRecord;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Lost;
import io.gatehouse.proto.v1.Outcome;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.proto.v1.Verdict;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The journal read as sequences of streams: without gap or double, or this fails. */
final class SimRecords {
    private record Stream(int gate, long id) {}

    private final Map<SimCheck.Key, Record> events = new LinkedHashMap<>();
    private final Map<Integer, Long> current = new HashMap<>();
    private final Map<Stream, Long> held = new HashMap<>();

    SimRecords(List<SimRecord> records) {
        for (SimRecord each : records) {
            Record record = each.message();
            switch (record.getBodyCase()) {
                case STREAM -> begin(record);
                case SCAN -> {
                    ScanRecord scan = record.getScan();
                    add(record, scan.getGateId(), scan.getStreamId(), scan.getSequence(), scan.getSequence());
                }
                case DEVICE_EVENT -> {
                    DeviceEventRecord event = record.getDeviceEvent();
                    add(record, event.getGateId(), event.getStreamId(), event.getSequence(), event.getSequence());
                }
                case OUTCOME -> {
                    OutcomeRecord outcome = record.getOutcome();
                    add(
                            record,
                            outcome.getGateId(),
                            outcome.getStreamId(),
                            outcome.getSequence(),
                            outcome.getSequence());
                }
                case LOST -> {
                    LostRecord lost = record.getLost();
                    add(record, lost.getGateId(), lost.getStreamId(), lost.getFirstSequence(), lost.getSequence());
                }
                default -> {
                    // What the site says, and alarms.
                }
            }
        }
    }

    private static int gate(String id) {
        return (id.charAt(2) - '1') * SimSite.ESTATES + id.charAt(0) - '1';
    }

    private void begin(Record record) {
        int gate = gate(record.getStream().getGateId());
        Stream stream = new Stream(gate, record.getStream().getStreamId());
        if (held.putIfAbsent(stream, 0L) != null) {
            throw new AssertionError("a stream that began twice: " + record);
        }
        current.put(gate, stream.id());
    }

    private void add(Record record, String gateId, long streamId, long first, long last) {
        int gate = gate(gateId);
        Stream stream = new Stream(gate, streamId);
        if (!Long.valueOf(streamId).equals(current.get(gate))) {
            throw new AssertionError("an event of a stream that was left behind, or never began: " + record);
        }
        if (first != held.get(stream) + 1 || last < first) {
            throw new AssertionError("not the next of its stream, held " + held.get(stream) + ": " + record);
        }
        held.put(stream, last);
        events.put(new SimCheck.Key(gate, streamId, last), record);
    }

    /** Highest sequence of the stream that stands. */
    long held(int gate, long stream) {
        return held.getOrDefault(new Stream(gate, stream), 0L);
    }

    /** Each event stands as its gate sent it. */
    void matchSent(Map<SimCheck.Key, List<GateMessage>> sent) {
        events.forEach((key, record) -> {
            List<GateMessage> variants = sent.get(key);
            if (variants == null || !variants.contains(asSent(record))) {
                throw new AssertionError("recorded and never sent so: " + record + " but " + variants);
            }
        });
    }

    /** Each decision that was said is the one that stands, where its event stands. */
    void matchSaid(Map<SimCheck.Key, Decision> said) {
        said.forEach((key, decision) -> {
            Record record = events.get(key);
            if (record == null) {
                return; // Said and not yet durable: the gate sends it again.
            }
            ScanRecord scan = record.getScan();
            Decision stands = Decision.newBuilder()
                    .setSequence(scan.getSequence())
                    .setVerdict(scan.getVerdict())
                    .addAllReasons(scan.getReasonsList())
                    .setAttention(scan.getAttention())
                    .build();
            if (!stands.equals(decision)) {
                throw new AssertionError("the gate was told " + decision + ", the journal says " + record);
            }
        });
    }

    /** What became of every scan: live ones by their verdict, others by what the gate stated; by gate and time. */
    Map<String, Boolean> opened() {
        Map<String, Boolean> opened = new HashMap<>();
        events.forEach((key, record) -> {
            if (record.hasScan()) {
                ScanRecord scan = record.getScan();
                boolean open =
                        scan.hasActed() ? scan.getActed().getOpened() : scan.getVerdict() == Verdict.VERDICT_ALLOW;
                if (opened.put(name(key.gate(), scan), open) != null) {
                    throw new AssertionError("the same scan stands twice: " + record);
                }
            } else if (record.hasOutcome()) {
                OutcomeRecord outcome = record.getOutcome();
                Record scan = events.get(new SimCheck.Key(key.gate(), key.stream(), outcome.getScanSequence()));
                if (scan != null && scan.hasScan()) {
                    opened.put(
                            name(key.gate(), scan.getScan()), outcome.getActed().getOpened());
                }
            }
        });
        return opened;
    }

    private static String name(int gate, ScanRecord scan) {
        return gate + "@" + scan.getScannedAtUs();
    }

    // ---- messages -----------------------------------------------------------------------------------

    static long sequence(GateMessage message) {
        return switch (message.getBodyCase()) {
            case SCAN -> message.getScan().getSequence();
            case DEVICE_EVENT -> message.getDeviceEvent().getSequence();
            case OUTCOME -> message.getOutcome().getSequence();
            case LOST -> message.getLost().getSequence();
            default -> throw new IllegalArgumentException("not sequenced: " + message);
        };
    }

    private static GateMessage asSent(Record record) {
        GateMessage.Builder message = GateMessage.newBuilder();
        switch (record.getBodyCase()) {
            case SCAN -> message.setScan(scan(record.getScan()));
            case DEVICE_EVENT -> {
                DeviceEventRecord event = record.getDeviceEvent();
                message.setDeviceEvent(DeviceEvent.newBuilder()
                        .setSequence(event.getSequence())
                        .setOccurredAtUs(event.getOccurredAtUs())
                        .setKind(event.getKind())
                        .setDetail(event.getDetail()));
            }
            case OUTCOME -> {
                OutcomeRecord outcome = record.getOutcome();
                message.setOutcome(Outcome.newBuilder()
                        .setSequence(outcome.getSequence())
                        .setScanSequence(outcome.getScanSequence())
                        .setPassId(outcome.getPassId())
                        .setDirection(outcome.getDirection())
                        .setActedAtUs(outcome.getActedAtUs())
                        .setActed(outcome.getActed()));
            }
            default -> {
                LostRecord lost = record.getLost();
                message.setLost(Lost.newBuilder()
                        .setSequence(lost.getSequence())
                        .setFirstSequence(lost.getStatedFirstSequence())
                        .setDetail(lost.getDetail())
                        .setAcknowledged(lost.getAcknowledged()));
            }
        }
        return message.build();
    }

    private static Scan scan(ScanRecord record) {
        Scan.Builder scan = Scan.newBuilder()
                .setSequence(record.getSequence())
                .setPassId(record.getPassId())
                .setScannedAtUs(record.getScannedAtUs())
                .setDirection(record.getDirection())
                .setMedium(record.getMedium());
        if (record.hasTemperatureDecicelsius()) {
            scan.setTemperatureDecicelsius(record.getTemperatureDecicelsius());
        }
        if (record.hasActed()) {
            scan.setActed(record.getActed());
        }
        return scan.build();
    }
}
