package io.gatehouse.server.faults;

import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.engine.SmallSlices;
import io.gatehouse.server.journal.GateNumbers;
import io.gatehouse.server.journal.RecordReader;
import io.gatehouse.server.journal.RecordWriter;
import io.gatehouse.server.roster.HeapPassTable;
import io.gatehouse.server.roster.PassTable;
import io.gatehouse.server.roster.Register;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** An engine that a journal's records make, with what reads them. */
final class Fold {
    final PassTable passes;
    final Engine engine;
    private final RecordReader reader;
    private final RecordWriter writer = new RecordWriter();
    private final Event event = new Event();
    private final Event again = new Event();

    /** On the heap. */
    Fold() {
        this(new HeapPassTable(), 1);
    }

    /** @param slice rows of a change-set that go in between two batches */
    Fold(PassTable passes, int slice) {
        this.passes = passes;
        engine = SmallSlices.engine(passes, slice);
        reader = new RecordReader(new ByRegister(engine.register()));
    }

    private record ByRegister(Register register) implements GateNumbers {
        @Override
        public int numberOf(byte[] utf8, int offset, int length) {
            return register.numberOf(utf8, offset, length);
        }

        @Override
        public byte[] idOf(int number) {
            return register.gateId(number);
        }
    }

    /** Takes in a record of a snapshot. */
    void restore(byte[] record) throws IOException {
        if (!engine.readPass(record, 0, record.length)) {
            engine.readState(SnapshotRecord.parseFrom(record));
        }
    }

    void apply(byte[] record) throws IOException {
        reader.read(record, 0, record.length, event);
        engine.apply(event);
    }

    /** Decides the record's event by what stands: it must come to the same bytes. Then applies it. */
    void decideAgain(byte[] record) throws IOException {
        reader.read(record, 0, record.length, again);
        if (again.kind == Event.Kind.STREAM) {
            again.kind = Event.Kind.HELLO;
        }
        again.firstSequence = again.statedFirstSequence;
        int alarm = again.alarm;
        again.clearOutcome();
        if (again.kind == Event.Kind.ALARM) {
            again.alarm = alarm;
        }
        engine.locate(again);
        engine.decide(again);
        ByteBuffer written = ByteBuffer.allocate(writer.maxBytes(again));
        writer.write(again, written);
        byte[] bytes = Arrays.copyOf(written.array(), written.position());
        int at = 0;
        while (at < bytes.length && bytes[at] < 0) {
            at++;
        }
        byte[] alone = bytes.length == 0 ? bytes : Arrays.copyOfRange(bytes, at + 1, bytes.length);
        Violation.unless(Arrays.equals(alone, record), "a record of kind %s is decided otherwise again", again.kind);
        apply(record);
    }

    byte[] state() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            engine.writeState(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
