package io.gatehouse.server.journal;

import io.gatehouse.server.engine.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One scan's record written into a direct buffer, and read back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordBenchmark implements GateNumbers {
    private static final int EVENTS = 256;

    private final byte[] gateId = "0171-02".getBytes(StandardCharsets.UTF_8);
    private final RecordWriter writer = new RecordWriter();
    private final RecordReader reader = new RecordReader(this);
    private final ByteBuffer out = ByteBuffer.allocateDirect(EVENTS * RecordWriter.MAX_EVENT_BYTES);
    private final Event[] events = new Event[EVENTS];
    private final Event back = new Event();
    private byte[] written;
    private int next;
    private int at;

    @Setup
    public void setUp() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < EVENTS; i++) {
            events[i] = scan(random, i);
            writer.write(events[i], out);
        }
        written = new byte[out.position()];
        out.flip().get(written);
        out.clear();
    }

    private Event scan(SplittableRandom random, int i) {
        Event e = new Event();
        e.clear();
        e.kind = Event.Kind.SCAN;
        e.result = Event.Result.RECORDED;
        e.gateId = gateId;
        e.streamId = random.nextLong();
        e.sequence = 1_000 + i;
        e.passIdLength = 16;
        e.passHi = random.nextLong();
        e.passLo = random.nextLong();
        e.gateTimeUs = 1_580_947_200_000_000L + i;
        e.receivedAtUs = e.gateTimeUs + 500;
        e.judgedAtUs = e.receivedAtUs;
        e.offsetUs = -500;
        e.direction = 1 + random.nextInt(2);
        e.temperature = 366;
        e.medium = 1;
        e.verdict = 1;
        e.reasons = 1 << 1;
        e.rosterVersion = 3;
        e.policyVersion = 4;
        e.registerVersion = 600;
        e.passChanged = true;
        e.place = 1;
        e.lastPassageUs = e.judgedAtUs;
        e.lastPassageGateId = gateId;
        e.lastPassageDirection = e.direction;
        return e;
    }

    @Benchmark
    public int writeScan() {
        next = (next + 1) % EVENTS;
        if (next == 0) {
            out.clear();
        }
        writer.write(events[next], out);
        return out.position();
    }

    @Benchmark
    public Event readScan() throws RecordException {
        if (at == written.length) {
            at = 0;
        }
        at = reader.next(written, at, written.length);
        reader.read(written, reader.offset(), reader.length(), back);
        return back;
    }

    @Override
    public int numberOf(byte[] utf8, int offset, int length) {
        return 1;
    }

    @Override
    public byte[] idOf(int number) {
        return gateId;
    }
}
