package io.gatehouse.server;

import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.journal.RecordReader;
import io.gatehouse.server.journal.RecordWriter;
import io.gatehouse.server.journal.SnapshotSummary;
import io.gatehouse.server.journal.StateVisitor;
import io.gatehouse.server.roster.Audit;
import io.gatehouse.server.roster.ChroniclePassTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Decides a journal again. Each record's event is decided by the state that the records before it made, written anew and
 * compared byte for byte; then the record as it stands is applied, so that one difference does not make others.
 */
final class Replay implements StateVisitor, AutoCloseable {
    /** Passes that find room before the table grows: nobody knows how many a journal has. */
    private static final int FIRST_PASSES = 1 << 16;

    private static final int SHOWN = 20;

    private final ChroniclePassTable passes = new ChroniclePassTable(FIRST_PASSES, new Audit(Audit.SAMPLED));
    private final Engine engine = new Engine(passes);
    private final RecordReader reader = new RecordReader(new RegisterGates(engine.register()));
    private final RecordWriter writer = new RecordWriter();
    private final Event recorded = new Event();
    private final Event again = new Event();
    private final PrintWriter out;
    private ByteBuffer written = ByteBuffer.allocate(1 << 16);
    private long differences;
    /** Below it the state that a snapshot was copied from, part by part, had already seen some events. */
    private long snapshotThrough;

    private long appliedOnly;

    Replay(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void onRecord(long position, byte[] bytes, int offset, int length) throws IOException {
        reader.read(bytes, offset, length, recorded);
        if (recorded.kind == Event.Kind.GAP) {
            out.printf("salvage left something out before position %d%n", position);
            engine.apply(recorded);
            return;
        }
        if (position < snapshotThrough) {
            appliedOnly++;
            engine.apply(recorded);
            return;
        }
        reader.read(bytes, offset, length, again);
        decideAgain();
        ByteBuffer before = ByteBuffer.wrap(bytes, offset, length);
        if (!before.equals(record(again))) {
            differences++;
            if (differences <= SHOWN) {
                out.printf("differs at position %d: a record of kind %s%n", position, recorded.kind);
            }
        }
        engine.apply(recorded);
    }

    @Override
    public void onState(byte[] bytes, int offset, int length) throws IOException {
        if (!engine.readPass(bytes, offset, length)) {
            engine.readState(SnapshotRecord.parser().parseFrom(bytes, offset, length));
        }
    }

    @Override
    public void onStateRead(SnapshotSummary snapshot) {
        engine.stateRead();
        snapshotThrough = snapshot.throughPosition();
        out.printf("begins with %s%n", snapshot.name());
    }

    @Override
    public void onPassedOver(String name, String why) {
        out.println(why);
    }

    private void decideAgain() {
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
    }

    /** The record without its length. */
    private ByteBuffer record(Event event) {
        int most = writer.maxBytes(event);
        if (written.capacity() < most) {
            written = ByteBuffer.allocate(most);
        }
        written.clear();
        writer.write(event, written);
        written.flip();
        while (written.hasRemaining() && written.get() < 0) {
            // The bytes of the length, but for its last.
        }
        return written;
    }

    long differences() {
        return differences;
    }

    /** Records that were made while the snapshot was: they can't be decided again, and stand as they are. */
    long appliedOnly() {
        return appliedOnly;
    }

    /** Hex of SHA-256 over the folded state: the same history gives the same bytes. */
    String stateSha256() throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            engine.writeState(new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void writeState(Path file) throws IOException {
        try (OutputStream to = Files.newOutputStream(file)) {
            engine.writeState(to);
        }
    }

    @Override
    public void close() {
        passes.close();
    }
}
