package io.gatehouse.server.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.server.engine.Event;
import io.gatehouse.testing.Counts;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Records of what gates send are written and read without anything for the collector. */
final class RecordGarbageTest {
    private static final int EVENTS = 64;

    private final RandomEvents.Gates gates = new RandomEvents.Gates();
    private final RecordWriter writer = new RecordWriter();
    private final RecordReader reader = new RecordReader(gates);
    private final Event[] events = new Event[EVENTS];
    private final ByteBuffer out = ByteBuffer.allocateDirect(EVENTS * RecordWriter.MAX_EVENT_BYTES);
    private final byte[] bytes = new byte[out.capacity()];
    private final Event back = new Event();

    @Test
    void writingAndReadingAllocateNothing() throws RecordException {
        RandomEvents random = new RandomEvents(9);
        for (int i = 0; i < EVENTS; i++) {
            events[i] = new Event();
            random.fromGate(events[i], gates);
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        run(200_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        long count = run(500_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        Counts.report("records written and read, " + allocated + " bytes allocated in all", count, count);
        assertTrue(allocated < count / 100, allocated + " bytes for " + count + " records");
    }

    private long run(long atLeast) throws RecordException {
        long count = 0;
        while (count < atLeast) {
            out.clear();
            for (Event event : events) {
                if (writer.maxBytes(event) <= out.remaining()) {
                    writer.write(event, out);
                }
            }
            int length = out.flip().remaining();
            out.get(bytes, 0, length);
            int at = 0;
            while (at < length) {
                at = reader.next(bytes, at, length);
                reader.read(bytes, reader.offset(), reader.length(), back);
                count++;
            }
        }
        return count;
    }
}
