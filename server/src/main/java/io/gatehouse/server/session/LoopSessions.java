package io.gatehouse.server.session;

import io.gatehouse.proto.v1.Hello;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.metrics.LoopMeters;
import io.gatehouse.server.metrics.ProtocolError;
import io.gatehouse.server.metrics.Refused;
import io.gatehouse.server.pipeline.Intake;
import io.gatehouse.server.pipeline.LoopListener;
import io.gatehouse.server.pipeline.Slot;
import io.gatehouse.server.roster.GateDirectory;
import io.gatehouse.server.seam.Clock;
import io.gatehouse.server.seam.Rng;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The sessions of one event loop, and what they share. All of it on that loop. */
public final class LoopSessions implements LoopListener {
    /** What all loops share. */
    public record Shared(
            Clock clock,
            Rng rng,
            SessionOptions options,
            Supplier<GateDirectory> directory,
            Doorkeeper door,
            long journalId,
            BooleanSupplier spaceLow) {}

    /** Ticks come ten times as often: who is late by so much has not read in the meantime either. */
    private static final long STOOD_STILL_NANOS = 1_000_000_000;

    private final Intake intake;
    private final Shared shared;
    private final LoopMeters meters;
    private final SessionNews news = new SessionNews();
    private final Authenticator authenticator;
    private final long firstNumber;
    private final List<Session> sessions = new ArrayList<>();
    private final Map<Long, Session> byNumber = new HashMap<>();
    private final List<Session> dirty = new ArrayList<>();
    private final List<Session> awaiting = new ArrayList<>();
    private final List<Session> pausedByRing = new ArrayList<>();
    private long connections;
    private long drainNanos;
    private boolean holdsAcks;
    private long ackDueNanos;
    private long tickedNanos;
    private CloseReason notAccepting;
    private boolean spaceLow;
    private boolean directoryMoved;
    private long checkedVersion;

    /**
     * @param loop number of the event loop, 0 to 30
     */
    public LoopSessions(int loop, Intake intake, Shared shared, LoopMeters meters) {
        this.intake = intake;
        this.shared = shared;
        this.meters = meters;
        this.authenticator = new Authenticator(shared.directory());
        this.tickedNanos = shared.clock().nanos();
        this.firstNumber = (long) (loop + 1) << 48;
    }

    /** A connection was accepted. */
    public Session connect(Link link) {
        Session session = new Session(
                firstNumber + ++connections, link, this, shared.clock().nanos());
        session.index = sessions.size();
        sessions.add(session);
        byNumber.put(session.number(), session);
        meters.onOpened();
        if (notAccepting != null) {
            session.close(notAccepting, 0, retryAfterMillis(notAccepting));
        }
        return session;
    }

    /** Its socket is closed. */
    public void gone(Visitor visitor) {
        shared.door().leave(visitor);
    }

    /** Deadlines, heartbeats and the disk's room: a few times a second. */
    @Override
    public void onTick() {
        long now = clock().nanos();
        long since = now - tickedNanos;
        long stood = since >= STOOD_STILL_NANOS ? since : 0;
        tickedNanos = now;
        if (shared.spaceLow().getAsBoolean() != spaceLow) {
            onSpace(!spaceLow);
        }
        for (int i = sessions.size() - 1; i >= 0; i--) {
            sessions.get(i).onTick(now, stood);
        }
        onBatchEnd();
    }

    /** Without room on the disk nothing is read, until there is room again. */
    private void onSpace(boolean low) {
        spaceLow = low;
        for (Session session : List.copyOf(sessions)) {
            session.onSpace(low);
        }
    }

    // ---- the ring tells -----------------------------------------------------------------------------

    @Override
    public void onReplaced(long session) {
        Session older = byNumber.get(session);
        if (older != null) {
            meters.onTakeover();
            older.close(CloseReason.REPLACED, 0, 0);
        }
    }

    @Override
    public void onChange(Slot slot) {
        // Not by the slot, whose change the journal may have thrown away already. Modes are told at Welcome.
        directoryMoved = true;
    }

    @Override
    public boolean awaitsDurable() {
        return !awaiting.isEmpty();
    }

    @Override
    public boolean holdsAcks() {
        return holdsAcks;
    }

    @Override
    public boolean canGoOn() {
        return !pausedByRing.isEmpty() && intake.hasRoom();
    }

    @Override
    public void onDurable(long position, boolean quiet) {
        long now = clock().nanos();
        long dueIn = Long.MAX_VALUE;
        int kept = 0;
        for (int i = 0; i < awaiting.size(); i++) {
            Session session = awaiting.get(i);
            if (session.onDurable(position, now, !quiet)) {
                dueIn = Math.min(dueIn, session.ackDueInNanos(now));
                awaiting.set(kept++, session);
            } else {
                session.awaiting = false;
            }
        }
        for (int i = awaiting.size() - 1; i >= kept; i--) {
            awaiting.remove(i);
        }
        holdsAcks = dueIn != Long.MAX_VALUE;
        ackDueNanos = holdsAcks ? now + dueIn : 0;
    }

    /** Until an ack that is held back has to be said, nanoseconds; {@code Long.MAX_VALUE} where none is. */
    public long ackDueInNanos() {
        return holdsAcks ? Math.max(0, ackDueNanos - clock().nanos()) : Long.MAX_VALUE;
    }

    @Override
    public void onBatchEnd() {
        if (directoryMoved) {
            onRegister();
        }
        // First, because frames that waited may be answered here already.
        if (canGoOn()) {
            List<Session> waiting = List.copyOf(pausedByRing);
            pausedByRing.clear();
            waiting.forEach(session -> session.reading().onRingRoom());
        }
        // By index: a flush may let a session read on that adds to the list.
        for (int i = 0; i < dirty.size(); i++) {
            dirty.get(i).flush();
        }
        dirty.clear();
    }

    /** Once for all changes of a batch. */
    private void onRegister() {
        directoryMoved = false;
        GateDirectory directory = shared.directory().get();
        if (directory.version() != checkedVersion) {
            checkedVersion = directory.version();
            for (int i = sessions.size() - 1; i >= 0; i--) {
                Session session = sessions.get(i);
                if (session.login() != null && !session.login().stands(directory)) {
                    session.close(CloseReason.REVOKED, 0, 0);
                } else if (session.tally != null) {
                    move(session, directory.lookup(session.gate().id()));
                }
            }
        }
    }

    /** Counts a session with the estate that its gate belongs to now. */
    private void move(Session session, GateDirectory.Entry now) {
        // Null: removed meanwhile, and the next change tells.
        if (now != null && session.tally.estateId() != now.estateId()) {
            session.tally.onClosed();
            session.tally = meters.onEstate(now.estateId());
        }
    }

    @Override
    public void onDrain() {
        drainNanos = clock().nanos();
    }

    @Override
    public void onStorageFailed() {
        closeAll(CloseReason.STORAGE_FAILED);
    }

    // ---- sessions ask -------------------------------------------------------------------------------

    Slot claim() {
        Slot slot = intake.tryClaim();
        if (slot == null) {
            meters.onRingFull();
        }
        return slot;
    }

    void publish(Slot slot) {
        intake.publish(slot);
    }

    /** What is recorded counts, whether or not anybody is there to hear of it. */
    void count(Session session, Slot slot) {
        meters.onAlarm(slot.alarm);
        if (slot.kind == Event.Kind.HELLO) {
            meters.onHello(slot);
        }
        if (slot.result == Event.Result.RECORDED || slot.result == Event.Result.DUPLICATE) {
            meters.onDecided(slot, drainNanos - slot.readNanos);
            if (slot.kind == Event.Kind.SCAN && slot.result == Event.Result.RECORDED) {
                session.tally.onScan(slot.verdict);
                if (slot.failure != null) {
                    news.onScanFailed(slot, session, drainNanos);
                }
            }
        }
    }

    void dirty(Session session) {
        if (!session.dirty) {
            session.dirty = true;
            dirty.add(session);
        }
    }

    void await(Session session) {
        if (!session.awaiting) {
            session.awaiting = true;
            awaiting.add(session);
        }
    }

    void pausedByRing(Session session) {
        pausedByRing.add(session);
    }

    Login authenticate(long number, Hello hello, List<String> certified) {
        Login login = authenticator.authenticate(hello.getGateId(), hello.getToken(), certified);
        meters.onAuthenticated(login.against() == null);
        if (login.against() != null) {
            // By its id only where there is such a gate: what strangers write is none.
            news.onRefused(login.against(), number, shared.directory().get().lookup(hello.getGateId()));
        }
        return login;
    }

    /** Milliseconds that a Hello has to stay away after too many failed ones; 0 where it counts. */
    long loginDelayMillis(Link link, Hello hello, GateDirectory.Entry entry) {
        int gate = entry == null ? -1 : entry.number();
        long nanos = shared.door().login(link.visitor(), hello.getGateId(), gate);
        if (nanos > 0) {
            meters.onRefused(Refused.FAILED_LOGINS);
        }
        return (nanos + 999_999) / 1_000_000;
    }

    Takeovers.Answer takeover(GateDirectory.Entry gate, long nowNanos) {
        return shared.door()
                .takeovers()
                .onHello(gate.number(), nowNanos, shared.options().heartbeatMillis() * 1_000_000L);
    }

    /** Why no session may begin with this Hello, whoever says it; or null. */
    CloseReason against(Hello hello) {
        CloseReason wrong = Greeting.against(hello);
        if (wrong != null) {
            return wrong;
        }
        return notAccepting == null && spaceLow ? CloseReason.OVERLOADED : notAccepting;
    }

    void onOpen(Session session) {
        shared.door().takeovers().onWelcome(session.gate().number(), session);
        session.tally = meters.onWelcome(session.gate().estateId());
    }

    void onClosed(Session session, CloseReason reason) {
        int last = sessions.size() - 1;
        Session moved = sessions.get(last);
        sessions.set(session.index, moved);
        moved.index = session.index;
        sessions.remove(last);
        byNumber.remove(session.number());
        if (session.gate() != null) {
            shared.door().takeovers().onClosed(session.gate().number(), session);
        }
        if (session.tally != null) {
            session.tally.onClosed();
        }
        meters.onClosed(reason.ordinal(), session.wasOpen());
        ProtocolError error = reason.protocolError();
        if (error != null) {
            meters.onProtocolError(error);
        }
        if (error != null || reason == CloseReason.IDENTITY_SHARED) {
            news.onRefused(reason, session.number(), session.gate());
        }
    }

    /** Drawn for each gate, so that they do not come back all at once. */
    long retryAfterMillis(CloseReason reason) {
        return switch (reason) {
            case SHUTTING_DOWN -> shared.rng().between(1_000, 30_000);
            case STORAGE_FAILED -> shared.rng().between(10_000, 40_000);
            case OVERLOADED -> Doorkeeper.retryAfterMillis(shared.rng());
            default -> 0;
        };
    }

    // ---- the server stops ---------------------------------------------------------------------------

    /** No further frame is read; what was read is still answered and acknowledged. */
    public void stopReading() {
        for (Session session : List.copyOf(sessions)) {
            session.reading().onStop();
        }
    }

    /** Tells every gate why and ends all sessions; later ones end at once. */
    public void closeAll(CloseReason reason) {
        notAccepting = reason;
        for (Session session : List.copyOf(sessions)) {
            session.close(reason, 0, retryAfterMillis(reason));
        }
    }

    public int sessions() {
        return sessions.size();
    }

    Clock clock() {
        return shared.clock();
    }

    SessionOptions options() {
        return shared.options();
    }

    long journalId() {
        return shared.journalId();
    }

    LoopMeters meters() {
        return meters;
    }

    long drainNanos() {
        return drainNanos;
    }
}
