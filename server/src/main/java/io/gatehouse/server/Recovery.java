package io.gatehouse.server;

import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.journal.RecordReader;
import io.gatehouse.server.journal.SnapshotSummary;
import io.gatehouse.server.journal.StateVisitor;
import io.gatehouse.server.metrics.SnapshotMeters;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folds what a start finds into a fresh engine: the records of a snapshot, then those of the journal behind it. */
final class Recovery implements StateVisitor {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Engine engine;
    private final SnapshotMeters meters;
    private final RecordReader reader;
    private final Event event = new Event();
    private long snapshotPosition;

    Recovery(Engine engine, SnapshotMeters meters) {
        this.engine = engine;
        this.meters = meters;
        this.reader = new RecordReader(new RegisterGates(engine.register()));
    }

    /** Of the snapshot that it began with; 0 for none. */
    long snapshotPosition() {
        return snapshotPosition;
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
        snapshotPosition = snapshot.position();
        meters.onFound(snapshot.madeAtUs(), snapshot.bytes());
        LOG.info("snapshot {}: {} records, {} MiB", snapshot.name(), snapshot.records(), snapshot.bytes() >> 20);
    }

    @Override
    public void onPassedOver(String name, String why) {
        meters.onPassedOver();
        LOG.error("{}. The one before it, or the whole journal, takes its place.", why);
    }

    @Override
    public void onRecord(long position, byte[] bytes, int offset, int length) throws IOException {
        reader.read(bytes, offset, length, event);
        engine.apply(event);
    }
}
