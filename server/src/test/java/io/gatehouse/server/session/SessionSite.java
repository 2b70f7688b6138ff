package io.gatehouse.server.session;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.PassKind;
import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.journal.EventJournal;
import io.gatehouse.server.journal.Journal;
import io.gatehouse.server.journal.JournalListener;
import io.gatehouse.server.journal.JournalOptions;
import io.gatehouse.server.metrics.JournalMeters;
import io.gatehouse.server.metrics.LoopMeters;
import io.gatehouse.server.pipeline.Failure;
import io.gatehouse.server.pipeline.LoopReplies;
import io.gatehouse.server.pipeline.Pace;
import io.gatehouse.server.pipeline.Pipeline;
import io.gatehouse.server.pipeline.Slot;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.EstateRow;
import io.gatehouse.server.roster.GateRow;
import io.gatehouse.server.roster.HeapPassTable;
import io.gatehouse.server.roster.PassRow;
import io.gatehouse.server.roster.RowChange;
import io.gatehouse.server.seam.Clock;
import io.gatehouse.server.sim.SimDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One event loop's sessions, ring, engine and a journal on a disk in memory, all stepped by the test. Gates 1-01 and
 * 1-02 stand; passes 1 to 9 may enter.
 */
final class SessionSite {
    static final long HI = 0x1234_5678_9ABC_4DEFL;
    static final long JOURNAL_ID = 77;
    private static final long START_US = 1_581_307_200_000_000L;
    private static final long MILLI = 1_000_000;

    /** A clock that stands until it is told to go on. */
    static final class TestClock implements Clock {
        long nanos = 5_000_000_000L;
        long stepUs;

        @Override
        public long wallUs() {
            return START_US + nanos / 1_000 + stepUs;
        }

        @Override
        public long nanos() {
            return nanos;
        }
    }

    final TestClock clock = new TestClock();
    final SimDisk disk = new SimDisk(1);
    final Engine engine = new Engine(new HeapPassTable());
    final LoopMeters meters = new LoopMeters(CloseReason.values().length);
    final Doorkeeper door = new Doorkeeper(clock, () -> 5, Caps.DEFAULT);
    final Pipeline pipeline;
    final LoopReplies replies;
    final LoopSessions sessions;
    final List<Throwable> failures = new ArrayList<>();
    boolean spaceLow;

    SessionSite() {
        this(64, SessionOptions.DEFAULT);
    }

    SessionSite(int ringSize, SessionOptions options) {
        JournalOptions small = new JournalOptions(
                1 << 20, 256 << 10, 64 << 10, 64 << 10, Runnable::run, () -> 99, new JournalListener() {});
        EventJournal journal;
        try {
            journal = new EventJournal(Journal.open(disk, small, (position, buffer, offset, length) -> {})
                    .journal());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Failure failure = new Failure() {
            @Override
            public void storage(Throwable cause) {
                failures.add(cause);
            }

            @Override
            public void internal(Throwable cause) {
                failures.add(cause);
            }
        };
        pipeline = new Pipeline(
                ringSize,
                new Pipeline.Parts(
                        engine,
                        journal,
                        clock,
                        failure,
                        new JournalMeters(clock),
                        new Runnable[] {() -> {}},
                        Pace.of(2)));
        replies = pipeline.replies(0);
        SplittableRandom random = new SplittableRandom(4);
        sessions = new LoopSessions(
                0,
                pipeline.intake(0),
                new LoopSessions.Shared(
                        clock,
                        random::nextLong,
                        options,
                        engine.register()::published,
                        door,
                        JOURNAL_ID,
                        () -> spaceLow),
                meters);
        replies.listen(sessions);
        found();
    }

    private void found() {
        change(new Change.Started(JOURNAL_ID, "test"));
        change(new Change.EstateChange(null, new EstateRow(1, "estate 1", "OTHER", "north")));
        for (String id : List.of("1-01", "1-02")) {
            change(new Change.GateChange(null, new GateRow(id, 1, "gate " + id, List.of(sha256("token of " + id)))));
        }
        List<RowChange> rows = new ArrayList<>();
        for (long lo = 1; lo < 10; lo++) {
            rows.add(new RowChange(null, row(lo)));
        }
        change(new Change.PassChanges(9, Change.IMPORT, 1, 0, "list.csv", "", "grid centre", "weekly list", rows));
    }

    private static PassRow row(long lo) {
        return new PassRow(
                HI,
                lo,
                1,
                PassKind.PASS_KIND_RESIDENT_VALUE,
                PassRow.SCOPE_ESTATE,
                0,
                0,
                PassRow.ACTIVE,
                0,
                true,
                true,
                true,
                false);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void change(Change change) {
        pipeline.submit(change);
        settle();
    }

    // ---- steps --------------------------------------------------------------------------------------

    void decide() {
        while (pipeline.stepEngine()) {
            // All that is there.
        }
    }

    /** Engine, then replies: decisions are out, nothing is on disk. */
    void reply() {
        decide();
        replies.drain();
    }

    void commit() {
        while (pipeline.stepJournal()) {
            // All that is there.
        }
    }

    /** The journal has had nothing to do for 2 ms. */
    void quiet() {
        pass(2);
        pipeline.stepIdle();
        replies.drain();
    }

    /** Everything that can happen without time passing, then the quiet that lets acks go. */
    void settle() {
        reply();
        commit();
        replies.drain();
        quiet();
    }

    void pass(long millis) {
        clock.nanos += millis * MILLI;
    }

    /** Time passes with a tick each 100 ms. */
    void tick(long millis) {
        for (long left = millis; left > 0; left -= 100) {
            pass(Math.min(left, 100));
            sessions.onTick();
        }
    }

    // ---- gates --------------------------------------------------------------------------------------

    /** A gate's device: one connection after the other. */
    final class Gate {
        final String id;
        long stream = 500;
        long sequence;
        /** Not limited, like every loopback address. */
        InetAddress from = InetAddress.getLoopbackAddress();

        FakeLink link;
        Session session;

        Gate(String id) {
            this.id = id;
        }

        Gate connect() {
            link = new FakeLink(door.arrive(from));
            session = sessions.connect(link);
            return this;
        }

        Hello.Builder hello() {
            return Hello.newBuilder()
                    .setProtocolVersion(1)
                    .setGateId(id)
                    .setToken(ByteString.copyFromUtf8("token of " + id))
                    .setStreamId(stream)
                    .setFirstSequence(1)
                    .setSentAtUs(clock.wallUs())
                    .setSoftware("test/1");
        }

        /** A new connection, logged in, its first frames looked at. */
        Gate open() {
            connect();
            say(hello());
            settle();
            link.frames();
            return this;
        }

        boolean say(Hello.Builder hello) {
            session.onRead();
            return session.onHello(hello.build());
        }

        /** False where the ring is full. */
        boolean scan(long number, long lo) {
            session.onRead();
            Slot slot = session.claim();
            if (slot == null) {
                return false;
            }
            slot.kind = Event.Kind.SCAN;
            slot.sequence = number;
            slot.passIdLength = 16;
            slot.passHi = HI;
            slot.passLo = lo;
            slot.direction = Direction.DIRECTION_ENTRY_VALUE;
            slot.temperature = 366;
            slot.gateTimeUs = number;
            session.onScan(slot);
            return true;
        }

        Gate scan() {
            scan(++sequence, 1);
            return this;
        }

        void malformed() {
            session.onRead();
            session.onMalformed(session.claim());
        }

        List<String> frames() {
            return link.frames();
        }
    }

    Gate gate(String id) {
        return new Gate(id);
    }

    /** One that is logged in. */
    Gate open() {
        return gate("1-01").open();
    }
}
