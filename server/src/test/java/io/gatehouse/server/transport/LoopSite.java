package io.gatehouse.server.transport;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.journal.EventJournal;
import io.gatehouse.server.journal.Journal;
import io.gatehouse.server.journal.JournalListener;
import io.gatehouse.server.journal.JournalOptions;
import io.gatehouse.server.metrics.JournalMeters;
import io.gatehouse.server.metrics.LoopMeters;
import io.gatehouse.server.pipeline.Failure;
import io.gatehouse.server.pipeline.Pace;
import io.gatehouse.server.pipeline.Pipeline;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.GateRow;
import io.gatehouse.server.roster.HeapPassTable;
import io.gatehouse.server.seam.Clock;
import io.gatehouse.server.seam.SystemClock;
import io.gatehouse.server.session.Caps;
import io.gatehouse.server.session.CloseReason;
import io.gatehouse.server.session.Doorkeeper;
import io.gatehouse.server.session.LoopSessions;
import io.gatehouse.server.session.SessionOptions;
import io.gatehouse.server.sim.SimDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Sockets, event loops, pipeline threads: all as they run, but the disk, which is in memory. Gates g0 to g3. */
final class LoopSite implements AutoCloseable {
    final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    final Pipeline pipeline;
    final GateListener listener;
    final InetSocketAddress address;
    final Engine engine = new Engine(new HeapPassTable());

    LoopSite(int loopCount, int ringSize) throws Exception {
        Clock clock = new SystemClock();
        JournalOptions options = new JournalOptions(
                64 << 20, 16 << 20, 1 << 20, 1 << 20, Runnable::run, () -> 99, new JournalListener() {});
        EventJournal journal =
                new EventJournal(Journal.open(new SimDisk(1), options, (position, buffer, offset, length) -> {})
                        .journal());
        GateLoops loops = new GateLoops(loopCount);
        LoopMeters[] meters = new LoopMeters[loopCount];
        LoopSessions[] sessions = new LoopSessions[loopCount];
        Runnable[] wakers = new Runnable[loopCount];
        for (int i = 0; i < loopCount; i++) {
            meters[i] = new LoopMeters(CloseReason.values().length);
            wakers[i] = loops.waker(i);
        }
        pipeline = new Pipeline(
                ringSize,
                new Pipeline.Parts(engine, journal, clock, failure(), new JournalMeters(clock), wakers, Pace.of(2)));
        Doorkeeper door = new Doorkeeper(clock, new SplittableRandom(4)::nextLong, Caps.DEFAULT);
        LoopSessions.Shared shared = new LoopSessions.Shared(
                clock,
                new SplittableRandom(3)::nextLong,
                SessionOptions.DEFAULT,
                engine.register()::published,
                door,
                77,
                () -> false);
        for (int i = 0; i < loopCount; i++) {
            sessions[i] = new LoopSessions(i, pipeline.intake(i), shared, meters[i]);
        }
        listener = new GateListener(loops, meters, door, null, 64 * 1024);
        listener.attach(pipeline, sessions);
        pipeline.start();
        address = listener.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
        order(new Change.Started(77, "test"));
        order(new Change.EstateChange(null, new EstateRow(1, "estate 1", "OTHER", "north")));
        for (int i = 0; i < 4; i++) {
            order(new Change.GateChange(null, new GateRow("g" + i, 1, "gate", List.of(sha256("token " + i)))));
        }
    }

    private void order(Change change) throws Exception {
        pipeline.submit(change).durable().get(20, TimeUnit.SECONDS);
    }

    private Failure failure() {
        return new Failure() {
            @Override
            public void storage(Throwable cause) {
                failures.add(cause);
            }

            @Override
            public void internal(Throwable cause) {
                failures.add(cause);
            }
        };
    }

    private static String sha256(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    // ---- frames of a gate ---------------------------------------------------------------------------

    static byte[] hello(int gate, long stream) {
        return frame(GateMessage.newBuilder()
                .setHello(Hello.newBuilder()
                        .setProtocolVersion(1)
                        .setGateId("g" + gate)
                        .setToken(ByteString.copyFromUtf8("token " + gate))
                        .setStreamId(stream)
                        .setFirstSequence(1))
                .build());
    }

    static byte[] scan(long sequence, long lo) {
        java.nio.ByteBuffer id = java.nio.ByteBuffer.allocate(16).putLong(1).putLong(lo);
        return frame(GateMessage.newBuilder()
                .setScan(Scan.newBuilder()
                        .setSequence(sequence)
                        .setPassId(ByteString.copyFrom(id.array()))
                        .setScannedAtUs(sequence)
                        .setDirection(Direction.DIRECTION_ENTRY)
                        .setTemperatureDecicelsius(366))
                .build());
    }

    static byte[] heartbeat(long sentAtUs) {
        return frame(GateMessage.newBuilder()
                .setHeartbeat(Heartbeat.newBuilder().setSentAtUs(sentAtUs))
                .build());
    }

    static byte[] frame(GateMessage message) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            message.writeDelimitedTo(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] join(byte[]... frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            out.writeBytes(frame);
        }
        return out.toByteArray();
    }

    @Override
    public void close() throws Exception {
        listener.stopAccepting();
        listener.stopReading();
        pipeline.close(5_000);
        listener.closeAll(CloseReason.SHUTTING_DOWN);
        listener.close();
    }
}
