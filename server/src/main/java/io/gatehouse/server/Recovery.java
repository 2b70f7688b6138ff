package io.gatehouse.server;

import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.journal.RecordReader;
import io.gatehouse.server.journal.SnapshotSummary;
import io.gatehouse.server.journal.StateVisitor;
import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.metrics.SnapshotMeters;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folds what a start finds into a fresh engine: the records of a snapshot, then those of the journal behind it. */
final class Recovery implements StateVisitor {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private static final int BATCH = 128;

    private final Engine engine;
    private final LongConsumer expected;
    private final SnapshotMeters meters;
    private final RecordReader reader;
    private final Event[] batch = new Event[BATCH];
    private int waiting;
    private long snapshotPosition;

    /** @param expected is told how many passes a snapshot brings, before the first of them */
    Recovery(Engine engine, LongConsumer expected, SnapshotMeters meters) {
        this.engine = engine;
        this.expected = expected;
        this.meters = meters;
        Arrays.setAll(batch, i -> new Event());
        this.reader = new RecordReader(new RegisterGates(engine.register()));
    }

    /** Of the snapshot that it began with; 0 for none. */
    long snapshotPosition() {
        return snapshotPosition;
    }

    @Override
    public void onStateBegins(SnapshotSummary snapshot) {
        expected.accept(snapshot.passes());
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
        LogEvent.SNAPSHOT_DAMAGED.error(LOG).log("{}. The one before it, or the whole journal, takes its place.", why);
    }

    @Override
    public void onRecord(long position, byte[] bytes, int offset, int length) throws IOException {
        Event event = batch[waiting];
        reader.read(bytes, offset, length, event);
        waiting++;
        // A record can name a gate that the change before it brings.
        if (waiting == BATCH || event.kind == Event.Kind.CHANGE) {
            apply();
        }
    }

    /** The last record was handed over. */
    void end() {
        apply();
    }

    /** All passes are looked up before the first event is applied, so that their cache misses overlap. */
    private void apply() {
        engine.locate(at -> batch[(int) at], 0, waiting - 1L);
        for (int i = 0; i < waiting; i++) {
            engine.apply(batch[i]);
        }
        waiting = 0;
    }
}
