package io.gatehouse.server.sim;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.journal.GateNumbers;
import io.gatehouse.server.journal.Journal;
import io.gatehouse.server.journal.JournalListener;
import io.gatehouse.server.journal.JournalOptions;
import io.gatehouse.server.journal.RecordReader;
import io.gatehouse.server.roster.HeapPassTable;
import io.gatehouse.server.roster.PassTable;
import io.gatehouse.server.roster.Register;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

/** What a start finds on the disk: journal, records and the state folded from them. */
record SimRecovery(Journal journal, Engine engine, PassTable passes, List<SimRecord> records, byte[] state) {

    static SimRecovery of(SimDisk disk, SimOptions options, Executor background, long key) throws IOException {
        PassTable passes = new HeapPassTable();
        Engine engine = new Engine(passes);
        RecordReader reader = new RecordReader(gates(engine.register()));
        SimReplay replay = new SimReplay();
        Event event = new Event();
        List<SimRecord> records = new ArrayList<>();
        int segment = options.segmentBytes();
        JournalOptions kept = new JournalOptions(
                segment, segment / 4, segment / 8, segment / 8, background, () -> key, new JournalListener() {});
        Journal journal = Journal.open(disk, kept, (position, bytes, offset, length) -> {
                    reader.read(bytes, offset, length, event);
                    engine.apply(event);
                    replay.onRecord(position, bytes, offset, length);
                    Record message = Record.parseFrom(ByteString.copyFrom(bytes, offset, length));
                    records.add(new SimRecord(position, Arrays.copyOfRange(bytes, offset, offset + length), message));
                })
                .journal();
        byte[] state = state(engine);
        if (!Arrays.equals(state, replay.state())) {
            throw new AssertionError("deciding the journal again gives another state than folding it");
        }
        return new SimRecovery(journal, engine, passes, records, state);
    }

    static byte[] state(Engine engine) throws IOException {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        engine.writeState(state);
        return state.toByteArray();
    }

    static GateNumbers gates(Register register) {
        return new GateNumbers() {
            @Override
            public int numberOf(byte[] utf8, int offset, int length) {
                return register.numberOf(utf8, offset, length);
            }

            @Override
            public byte[] idOf(int number) {
                return register.gateId(number);
            }
        };
    }
}
