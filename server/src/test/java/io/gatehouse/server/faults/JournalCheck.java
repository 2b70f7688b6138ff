package io.gatehouse.server.faults;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.gatehouse.proto.journal.v1.LostRecord;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.ScanRecord;
import io.gatehouse.proto.journal.v1.StreamRecord;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Outcome;
import io.gatehouse.proto.v1.Scan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds the records of a journal, read by protobuf's own classes, against the ledger. */
final class JournalCheck {
    private final Ledger ledger;
    private final Map<Ledger.Stream, Long> held = new HashMap<>();
    private final Map<String, Long> current = new HashMap<>();
    private final Set<Long> orders = new HashSet<>();

    private JournalCheck(Ledger ledger) {
        this.ledger = ledger;
    }

    static void check(List<byte[]> records, Ledger ledger) {
        List<byte[]> settled = ledger.settled();
        Violation.unless(records.size() >= settled.size(), "%d records, %d stood", records.size(), settled.size());
        for (int i = 0; i < settled.size(); i++) {
            Violation.unless(Arrays.equals(settled.get(i), records.get(i)), "record %d is another than before", i);
        }
        JournalCheck check = new JournalCheck(ledger);
        records.forEach(check::onRecord);
        check.promises();
    }

    private void promises() {
        ledger.promised().forEach((stream, promised) -> {
            long there = held.getOrDefault(stream, 0L);
            Violation.unless(there >= promised, "%s: %d promised, %d in the journal", stream, promised, there);
        });
        for (long order : ledger.promisedOrders()) {
            Violation.unless(orders.contains(order), "order %x was answered and is not in the journal", order);
        }
    }

    private void onRecord(byte[] bytes) {
        Record record;
        try {
            record = Record.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new Violation("a record that does not parse", e);
        }
        switch (record.getBodyCase()) {
            case STREAM -> onStream(record.getStream());
            case SCAN -> onScan(record.getScan());
            case DEVICE_EVENT -> {
                var event = record.getDeviceEvent();
                DeviceEvent sent = DeviceEvent.newBuilder()
                        .setSequence(event.getSequence())
                        .setKind(event.getKind())
                        .setOccurredAtUs(event.getOccurredAtUs())
                        .setDetail(event.getDetail())
                        .build();
                next(event.getGateId(), event.getStreamId(), event.getSequence(), event.getSequence());
                wasSent(event.getGateId(), event.getStreamId(), message().setDeviceEvent(sent));
            }
            case OUTCOME -> {
                var event = record.getOutcome();
                Outcome sent = Outcome.newBuilder()
                        .setSequence(event.getSequence())
                        .setScanSequence(event.getScanSequence())
                        .setPassId(event.getPassId())
                        .setDirection(event.getDirection())
                        .setActedAtUs(event.getActedAtUs())
                        .setActed(event.getActed())
                        .build();
                next(event.getGateId(), event.getStreamId(), event.getSequence(), event.getSequence());
                wasSent(event.getGateId(), event.getStreamId(), message().setOutcome(sent));
            }
            case LOST -> {
                LostRecord lost = record.getLost();
                next(lost.getGateId(), lost.getStreamId(), lost.getFirstSequence(), lost.getSequence());
            }
            case CHANGE_SET -> once(record.getChangeSet().getChangeSetId());
            case MODE -> once(record.getMode().getCommandId());
            default -> {}
        }
    }

    private void once(long order) {
        Violation.unless(orders.add(order), "order %x stands twice", order);
    }

    private void onStream(StreamRecord stream) {
        Long before = current.put(stream.getGateId(), stream.getStreamId());
        Violation.unless(
                stream.getPreviousStreamId() == (before == null ? 0 : before), "%s: another stream was left", stream);
        long end = held.getOrDefault(new Ledger.Stream(stream.getGateId(), stream.getPreviousStreamId()), 0L);
        Violation.unless(stream.getPreviousSequence() == end, "%s: %d was held", stream, end);
        Violation.unless(
                held.put(new Ledger.Stream(stream.getGateId(), stream.getStreamId()), 0L) == null,
                "%s is taken up again",
                stream);
    }

    /** In order, each once, without gaps, and only in the stream that stands. */
    private void next(String gate, long streamId, long first, long last) {
        Ledger.Stream stream = new Ledger.Stream(gate, streamId);
        Violation.unless(current.getOrDefault(gate, 0L) == streamId, "%s is not the gate's stream", stream);
        Violation.unless(held.get(stream) + 1 == first, "%s: %d after %d", stream, first, held.get(stream));
        held.put(stream, last);
    }

    private void onScan(ScanRecord record) {
        next(record.getGateId(), record.getStreamId(), record.getSequence(), record.getSequence());
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
        wasSent(record.getGateId(), record.getStreamId(), message().setScan(scan));
        Decision said = ledger.decision(Ledger.place(record.getGateId(), record.getStreamId(), record.getSequence()));
        if (said != null && !record.hasActed()) {
            Decision recorded = Decision.newBuilder()
                    .setSequence(record.getSequence())
                    .setVerdict(record.getVerdict())
                    .addAllReasons(record.getReasonsList())
                    .setAttention(record.getAttention())
                    .build();
            Violation.unless(recorded.equals(said), "the gate got %s, the journal has %s", said, recorded);
        }
    }

    private static GateMessage.Builder message() {
        return GateMessage.newBuilder();
    }

    private void wasSent(String gate, long stream, GateMessage.Builder message) {
        GateMessage built = message.build();
        Ledger.Place place = Ledger.place(gate, stream, Ledger.sequence(built));
        Violation.unless(
                ledger.sent(place).contains(built), "%s: recorded %s, sent %s", place, built, ledger.sent(place));
    }

    static byte[] copy(byte[] bytes, int offset, int length) {
        return ByteString.copyFrom(bytes, offset, length).toByteArray();
    }
}
