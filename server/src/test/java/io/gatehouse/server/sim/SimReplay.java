package io.gatehouse.server.sim;

import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.journal.RecordReader;
import io.gatehouse.server.journal.RecordVisitor;
import io.gatehouse.server.journal.RecordWriter;
import io.gatehouse.server.roster.HeapPassTable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Decides a journal again: each record has to come out as it stands, byte for byte. */
final class SimReplay implements RecordVisitor {
    private final Engine engine = new Engine(new HeapPassTable());
    private final RecordReader reader = new RecordReader(SimRecovery.gates(engine.register()));
    private final RecordWriter writer = new RecordWriter();
    private final Event again = new Event();
    private final ByteBuffer written = ByteBuffer.allocate(1 << 16);

    @Override
    public void onRecord(long position, byte[] bytes, int offset, int length) throws IOException {
        reader.read(bytes, offset, length, again);
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
        written.clear();
        writer.write(again, written);
        written.flip();
        while (written.hasRemaining() && written.get() < 0) {
            // The bytes of the length, but for its last.
        }
        if (!written.equals(ByteBuffer.wrap(bytes, offset, length))) {
            throw new AssertionError("decided again, the record at " + position + " is another: " + again.kind);
        }
        reader.read(bytes, offset, length, again);
        engine.apply(again);
    }

    byte[] state() throws IOException {
        return SimRecovery.state(engine);
    }
}
