package io.gatehouse.server.journal;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.proto.journal.v1.SnapshotStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;

/**
 * Tells which gates a damage hit: the last sequence of each gate's stream before it, against the first one in whole
 * frames behind it. Reads the journal once more, and the generated classes do: the server does not start anyway.
 */
final class DamageReport {
    private static final int MOST_NAMED = 10;

    private record Stream(String gate, long id) implements Comparable<Stream> {
        @Override
        public int compareTo(Stream other) {
            int byGate = gate.compareTo(other.gate);
            return byGate != 0 ? byGate : Long.compareUnsigned(id, other.id);
        }
    }

    private final Disk disk;
    private final Origin origin;
    private final Map<Stream, Long> lastBefore = new TreeMap<>();
    private final Map<Stream, Long> firstBehind = new TreeMap<>();
    private long recordsBehind;

    private DamageReport(Disk disk, Origin origin) {
        this.disk = disk;
        this.origin = origin;
    }

    /** The same exception, saying more where more can be known. */
    static JournalDamagedException of(Disk disk, Origin origin, JournalDamagedException damage) {
        try {
            return damage.saying(new DamageReport(disk, origin).examine(damage));
        } catch (IOException | RuntimeException e) {
            damage.addSuppressed(e);
            return damage;
        }
    }

    private String examine(JournalDamagedException damage) throws IOException {
        if (origin.snapshot() != null) {
            List<String> gates = new ArrayList<>();
            SnapshotReader.read(
                    disk, origin.snapshot().name(), (bytes, offset, length) -> held(bytes, offset, length, gates));
        }
        try {
            new JournalScan(disk, origin, (position, buffer, offset, length) -> before(buffer, offset, length)).run();
        } catch (JournalDamagedException same) {
            // as far as it is whole
        }
        readBehind(damage);
        List<String> lost = new ArrayList<>();
        firstBehind.forEach((stream, first) -> {
            long next = lastBefore.getOrDefault(stream, 0L) + 1;
            if (first > next) {
                lost.add(stream.gate + " " + next + (next == first - 1 ? "" : ".." + (first - 1)) + " (stream "
                        + Long.toUnsignedString(stream.id) + ")");
            }
        });
        return "; " + recordsBehind + " records stand whole behind it; missing by gate and sequence: " + named(lost);
    }

    private static String named(List<String> lost) {
        if (lost.isEmpty()) {
            return "none that could be told";
        }
        int more = lost.size() - MOST_NAMED;
        String first = String.join(", ", lost.subList(0, Math.min(MOST_NAMED, lost.size())));
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private void readBehind(JournalDamagedException damage) throws IOException {
        NavigableSet<Long> segments = Segments.list(disk);
        long base = SegmentName.base(damage.file());
        if (base < 0 || !segments.contains(base)) {
            return;
        }
        for (long segment : segments.tailSet(base)) {
            Long next = segments.higher(segment);
            readFrames(
                    segment, segment == base ? damage.offset() + 1 : 0, next == null ? Long.MAX_VALUE : next - segment);
        }
    }

    /** All whole frames of a segment from an offset on, wherever they stand. */
    private void readFrames(long base, long from, long end) throws IOException {
        try (DiskFile file = disk.openRead(SegmentName.of(base))) {
            Window window = new Window();
            window.of(file);
            FrameScan frames = new FrameScan(window);
            long limit = Math.min(end, file.size());
            long at = from;
            while (at + FrameLayout.HEADER <= limit) {
                if (frames.isWhole(at, limit)) {
                    int length = frames.header.length;
                    readRecords(window.bytes(), frames.index(at) + FrameLayout.HEADER, length);
                    at += FrameLayout.HEADER + length;
                } else {
                    at++;
                }
            }
        }
    }

    private void readRecords(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer records = ByteBuffer.wrap(bytes, offset, length);
        while (records.hasRemaining()) {
            int size = 0;
            int shift = 0;
            byte part;
            do {
                part = records.get();
                size |= (part & 0x7f) << shift;
                shift += 7;
            } while (part < 0);
            behind(records.array(), records.position(), size);
            records.position(records.position() + size);
        }
    }

    /** What the snapshot holds stands before the damage too. */
    private void held(byte[] bytes, int offset, int length, List<String> gates) throws IOException {
        SnapshotRecord record = SnapshotRecord.parser().parseFrom(bytes, offset, length);
        if (record.hasGate()) {
            gates.add(record.getGate().getGateId());
        } else if (record.hasStream() && record.getStream().getGate() < gates.size()) {
            SnapshotStream stream = record.getStream();
            lastBefore.put(new Stream(gates.get(stream.getGate()), stream.getStreamId()), stream.getHeld());
        }
    }

    private void before(byte[] bytes, int offset, int length) throws IOException {
        Message body = body(bytes, offset, length);
        if (body != null) {
            lastBefore.put(stream(body), number(body, "sequence"));
        }
    }

    private void behind(byte[] bytes, int offset, int length) throws IOException {
        recordsBehind++;
        Message body = body(bytes, offset, length);
        if (body != null) {
            long first =
                    field(body, "first_sequence") == null ? number(body, "sequence") : number(body, "first_sequence");
            firstBehind.putIfAbsent(stream(body), first);
        }
    }

    /** What a gate sent under a sequence, or null. */
    private static Message body(byte[] bytes, int offset, int length) throws InvalidProtocolBufferException {
        Record record = Record.parser().parseFrom(bytes, offset, length);
        FieldDescriptor set = record.getOneofFieldDescriptor(
                Record.getDescriptor().getOneofs().get(0));
        if (set == null) {
            return null;
        }
        Message body = (Message) record.getField(set);
        boolean numbered = field(body, "gate_id") != null && field(body, "sequence") != null;
        return numbered && set.getNumber() != Record.ALARM_FIELD_NUMBER ? body : null;
    }

    private static FieldDescriptor field(Message message, String name) {
        return message.getDescriptorForType().findFieldByName(name);
    }

    private static long number(Message message, String name) {
        return (long) message.getField(field(message, name));
    }

    private static Stream stream(Message body) {
        return new Stream((String) body.getField(field(body, "gate_id")), number(body, "stream_id"));
    }
}
