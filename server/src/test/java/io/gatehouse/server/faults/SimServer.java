package io.gatehouse.server.faults;

import io.gatehouse.server.engine.Engine;
import io.gatehouse.server.journal.Disk;
import io.gatehouse.server.journal.EventJournal;
import io.gatehouse.server.journal.Journal;
import io.gatehouse.server.journal.JournalListener;
import io.gatehouse.server.journal.JournalReader;
import io.gatehouse.server.journal.Opened;
import io.gatehouse.server.journal.SnapshotSummary;
import io.gatehouse.server.journal.StateVisitor;
import io.gatehouse.server.metrics.JournalMeters;
import io.gatehouse.server.metrics.LoopMeters;
import io.gatehouse.server.metrics.SnapshotMeters;
import io.gatehouse.server.pipeline.Failure;
import io.gatehouse.server.pipeline.Order;
import io.gatehouse.server.pipeline.Pace;
import io.gatehouse.server.pipeline.Pipeline;
import io.gatehouse.server.pipeline.SnapshotListener;
import io.gatehouse.server.pipeline.Snapshotting;
import io.gatehouse.server.roster.Change;
import io.gatehouse.server.session.Caps;
import io.gatehouse.server.session.CloseReason;
import io.gatehouse.server.session.Doorkeeper;
import io.gatehouse.server.session.LoopSessions;
import io.gatehouse.server.session.QuietNews;
import io.gatehouse.server.transport.FrameFeed;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** One life of the server over the virtual disk: all parts are the real ones, wired as a start does, on one thread. */
final class SimServer {
    private static final long TICK_NANOS = 100_000_000;

    static {
        QuietNews.please();
    }

    /** What a recovery came to. */
    record Recovered(List<byte[]> records, long position, byte[] state) {
        void same(Recovered other) {
            Violation.unless(records.size() == other.records.size(), "recovered again: other records");
            for (int i = 0; i < records.size(); i++) {
                Violation.unless(
                        Arrays.equals(records.get(i), other.records.get(i)), "recovered again: another record %d", i);
            }
            Violation.unless(
                    position == other.position, "recovered again: position %d, then %d", position, other.position);
            Violation.unless(Arrays.equals(state, other.state), "recovered again: another state");
        }
    }

    private final SimOptions options;
    private final SimClock clock;
    private final SplittableRandom random;
    private final Ledger ledger;
    private final Deque<Runnable> background = new ArrayDeque<>();
    private final SimRoster roster;
    private final Fold fold;
    private final List<Order> orders = new ArrayList<>();
    private final FrameFeed.Loop feeds = new FrameFeed.Loop();
    private final Recovered recovered;
    private final EventJournal journal;
    private long snapshotPosition;
    private Pipeline pipeline;
    private Doorkeeper door;
    private LoopSessions[] sessions;
    private boolean storageFailed;
    private long tickedNanos;

    /** Recovers what the disk has. The crashes of the disk come through. */
    SimServer(SimOptions options, Disk disk, SimClock clock, SplittableRandom random, SimRoster roster, Ledger ledger)
            throws IOException {
        this.roster = roster;
        this.fold = roster.begin();
        this.options = options;
        this.clock = clock;
        this.random = random;
        this.ledger = ledger;
        JournalListener listener = new JournalListener() {
            @Override
            public void onRoll(long base) {
                ledger.seen("roll");
            }
        };
        Opened opened = Journal.open(disk, options.journal(background::add, listener), new Recovery());
        if (opened.found().cutBytes() > 0) {
            ledger.seen("torn tail");
        }
        journal = new EventJournal(opened.journal());
        eachSnapshotIsCovered(disk);
        List<byte[]> whole = ledger.whole(records(disk));
        recovered = new Recovered(whole, opened.found().position(), fold.state());
        Fold fresh = new Fold();
        for (byte[] record : whole) {
            fresh.apply(record);
        }
        Violation.unless(Arrays.equals(fresh.state(), recovered.state), "a fresh fold over all comes to another state");
    }

    /** A start could begin with the older one, too. */
    private static void eachSnapshotIsCovered(Disk disk) throws IOException {
        String lowest = disk.list().stream()
                .filter(name -> name.endsWith(".journal"))
                .findFirst()
                .orElseThrow();
        for (JournalReader.SnapshotFound found : JournalReader.snapshots(disk)) {
            Violation.unless(found.damage() == null, "%s", found.damage());
            Violation.unless(
                    lowest.substring(0, 20).compareTo(found.name()) <= 0,
                    "%s needs what stands before %s",
                    found.name(),
                    lowest);
        }
    }

    /** What is there of the journal, by position. */
    static SortedMap<Long, byte[]> records(Disk disk) throws IOException {
        SortedMap<Long, byte[]> records = new TreeMap<>();
        JournalReader.read(
                disk,
                (position, bytes, offset, length) -> records.put(position, JournalCheck.copy(bytes, offset, length)));
        return records;
    }

    /** As the server's own, with what saboteurs do. */
    private final class Recovery implements StateVisitor {
        private int states;
        private int records;

        @Override
        public void onState(byte[] bytes, int offset, int length) throws IOException {
            if (options.saboteur() != Saboteur.STATE_SKIPPED_IN_RECOVERY || ++states % 16 != 0) {
                fold.restore(JournalCheck.copy(bytes, offset, length));
            }
        }

        @Override
        public void onStateRead(SnapshotSummary snapshot) {
            fold.engine.stateRead();
            snapshotPosition = snapshot.position();
            ledger.seen("start from a snapshot");
        }

        @Override
        public void onPassedOver(String name, String why) {
            throw new Violation("a damaged snapshot: " + why);
        }

        @Override
        public void onRecord(long position, byte[] bytes, int offset, int length) throws IOException {
            records++;
            boolean late = options.saboteur() == Saboteur.REPLAY_BEGINS_LATE && snapshotPosition > 0 && records == 1;
            if (!late && (options.saboteur() != Saboteur.RECORD_SKIPPED_IN_RECOVERY || records % 64 != 0)) {
                fold.apply(JournalCheck.copy(bytes, offset, length));
            }
        }
    }

    private final class News implements SnapshotListener {
        @Override
        public void onMade(SnapshotSummary made, long nanos) {
            ledger.seen(made.position() < made.throughPosition() ? "snapshot over events" : "snapshot");
        }

        @Override
        public void onSegmentsDeleted(int count) {
            ledger.seen("segments deleted");
        }

        @Override
        public void onFailed(IOException why, boolean full) {
            ledger.seen("snapshot failed");
        }
    }

    Recovered recovered() {
        return recovered;
    }

    /** Takes in the site's changes and begins to serve. */
    void serve(SimSite site) throws IOException {
        site.start(engine(), journal, clock);
        roster.serves();
        Runnable[] wakers = new Runnable[options.machine().loops()];
        Arrays.fill(wakers, (Runnable) () -> {});
        pipeline = new Pipeline(
                options.machine().ringSize(),
                new Pipeline.Parts(engine(), journal, clock, new Told(), new JournalMeters(clock), wakers, Pace.of(1)),
                new Snapshotting(options.snapshots(), new News(), new SnapshotMeters(), snapshotPosition));
        door = new Doorkeeper(clock, () -> 7, Caps.DEFAULT);
        LoopSessions.Shared shared = new LoopSessions.Shared(
                clock,
                random::nextLong,
                options.session(),
                engine().register()::published,
                door,
                engine().journalId(),
                journal::spaceLow);
        sessions = new LoopSessions[options.machine().loops()];
        for (int i = 0; i < sessions.length; i++) {
            LoopMeters meters = new LoopMeters(CloseReason.values().length);
            sessions[i] = new LoopSessions(i, pipeline.intake(i), shared, meters);
            pipeline.replies(i).listen(sessions[i]);
        }
    }

    private final class Told implements Failure {
        @Override
        public void storage(Throwable cause) {
            storageFailed = true;
            ledger.seen("journal failed");
        }

        @Override
        public void internal(Throwable cause) {
            throw new Violation("internal: " + cause.getMessage(), cause);
        }
    }

    Engine engine() {
        return fold.engine;
    }

    byte[] state() {
        return fold.state();
    }

    boolean storageFailed() {
        return storageFailed;
    }

    void accept(SimConnection connection) {
        connection.letIn(door.arrive(InetAddress.getLoopbackAddress()));
        connection.accepted(sessions[random.nextInt(sessions.length)].connect(connection), feeds);
    }

    /** Somebody orders a change; its answer is a promise. */
    void order(SimSite site) {
        // On one thread nobody else would make room.
        if (pipeline.backlog() < pipeline.capacity() / 2) {
            Change change = site.someChange(engine(), fold.passes);
            Order order = pipeline.submit(change);
            orders.add(order);
            order.durable().whenComplete((version, refused) -> {
                if (refused == null) {
                    Violation.unless(!storageFailed, "an order is done after the journal failed");
                    ledger.promiseOrder(SimSite.idOf(change));
                }
                ledger.seen(refused == null ? "order" : "order refused");
            });
        }
    }

    boolean ordersAnswered() {
        return orders.stream().allMatch(order -> order.durable().isDone());
    }

    // ---- its threads, a step at a time ----------------------------------------------------------------

    boolean stepEngine() {
        return roster.step(pipeline::stepEngine);
    }

    boolean stepJournal() {
        if (pipeline.stepJournal()) {
            return true;
        }
        pipeline.stepIdle();
        return false;
    }

    /** As an event loop does it: decides what it has read where it may, then says what was decided. */
    boolean stepLoop(int loop) {
        pipeline.intake(loop).endOfPass();
        boolean pending = pipeline.replies(loop).pending();
        if (pending) {
            pipeline.replies(loop).drain();
        }
        return pending;
    }

    boolean stepBackground() {
        Runnable task = background.poll();
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    boolean stepMaker() {
        return roster.stepMaker();
    }

    boolean stepSnapshot() {
        return pipeline.stepSnapshot();
    }

    void tick() {
        if (clock.nanos() - tickedNanos >= TICK_NANOS) {
            tickedNanos = clock.nanos();
            for (LoopSessions each : sessions) {
                each.onTick();
            }
        }
    }

    /** All that can be done without further bytes. */
    void settle() {
        boolean more = true;
        for (int i = 0; more && i < 10_000; i++) {
            more = stepEngine() | stepJournal() | stepBackground() | stepMaker() | stepSnapshot();
            for (int loop = 0; loop < sessions.length; loop++) {
                more |= stepLoop(loop);
            }
        }
    }

    int sessions() {
        return Arrays.stream(sessions).mapToInt(LoopSessions::sessions).sum();
    }

    /** SIGTERM. */
    void stop() throws IOException {
        for (LoopSessions each : sessions) {
            each.stopReading();
        }
        settle();
        for (LoopSessions each : sessions) {
            each.closeAll(CloseReason.SHUTTING_DOWN);
        }
        if (!storageFailed) {
            journal.close();
        }
    }
}
