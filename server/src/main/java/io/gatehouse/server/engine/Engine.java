package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.AlarmRecord;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.server.engine.Event.Kind;
import io.gatehouse.server.engine.Event.Result;
import io.gatehouse.server.roster.Change.PassChanges;
import io.gatehouse.server.roster.Pass;
import io.gatehouse.server.roster.PassTable;
import io.gatehouse.server.roster.Policy;
import io.gatehouse.server.roster.Register;
import io.gatehouse.server.roster.RowIndex;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Decides on every event, and holds all that the server knows. One thread at a time, which here and in the roster is
 * called the engine thread: whoever has the engine's turn. Reads no clock, file, socket or random number. The way of an
 * event: {@link #locate}, then {@link #takeIn}, which is {@link #decide} and {@link #apply}; in
 * recovery {@link #apply} alone.
 *
 * <p>All state is a list of folds over the journal; which connection speaks for a gate is beside it.
 */
public final class Engine {
    /** Of what {@link #writeState} writes. */
    public static final int STATE_FORMAT = 1;

    private static final int CHECKED_AHEAD = 256;
    private static final long SUSPECT_OFFSET_US = 2 * Checks.MINUTE_US;

    private final Passes passes;
    private final Registered registered = new Registered();
    private final Policies policies = new Policies();
    private final Modes modes = new Modes(registered.register());
    private final Streams streams = new Streams();
    private final Outings outings = new Outings();
    private final RosterVersions versions = new RosterVersions();
    private final Figures figures = new Figures();
    private final Site site = new Site();
    private final List<Fold> folds;

    private final Sessions sessions = new Sessions();
    private final Posts posts = new Posts(register(), policies, modes);
    private final Admission admission = new Admission(register(), streams, sessions);
    private final Checks checks = new Checks(register(), site.time(), outings);
    private final Effects effects = new Effects(register(), site.time(), outings);
    private final Changes changes;

    /** @param table the roster: this engine alone changes it from here on */
    public Engine(PassTable table) {
        this(table, Passes.SLICE);
    }

    /** @param slice rows of a change-set that {@link #work} folds at a time */
    Engine(PassTable table, int slice) {
        passes = new Passes(table, slice);
        changes = new Changes(register(), policies, versions, new RowRules(passes));
        folds = List.of(passes, registered, policies, modes, streams, outings, versions, figures, site);
    }

    /** Finds the pass of a scan or an outcome ahead of {@link #takeIn}. Touches, changes nothing. */
    public void locate(Event e) {
        if (Passes.concerns(e)) {
            passes.locate(e);
        }
    }

    /**
     * Does {@link #locate(Event)} for many at once, so that their cache misses overlap.
     *
     * @param events gives the event at a number
     * @param from number of the first
     * @param to number of the last, included
     */
    public void locate(LongFunction<? extends Event> events, long from, long to) {
        passes.locate(events, from, to);
    }

    /**
     * Fills the second part of the event, which must be clear ({@link Event#clear}, {@link Event#clearOutcome}). Changes
     * nothing in the state. Throws on a bug only.
     */
    public void decide(Event e) {
        if (admit(e)) {
            judge(e);
        }
    }

    /**
     * Decides and applies. What throws while an event is judged has no effect: a scan is recorded as INTERNAL_ERROR, a
     * change refused, anything else recorded; {@link Event#failure} says what it was.
     */
    public void takeIn(Event e) {
        if (admit(e)) {
            try {
                judge(e);
            } catch (RuntimeException failure) {
                withoutEffect(e, failure);
            }
        }
        apply(e);
    }

    /** Stores the values of an event that was decided, or read from a journal. Never decides, must not fail. */
    public void apply(Event e) {
        sessions.apply(e);
        switch (e.recordedAs()) {
            case NONE -> {}
            case SCAN, OUTCOME -> {
                admission.complete(e);
                passes.apply(e);
                outings.apply(e);
                streams.apply(e);
                figures.apply(e);
            }
            default -> {
                for (Fold fold : folds) {
                    fold.apply(e);
                }
                posts.follow(e);
            }
        }
    }

    /**
     * Checks some rows of a change-set that will be offered, some 0.2 ms: {@link #decide} leaves them out if the roster has
     * not changed by then. True where there are more.
     */
    public boolean checkAhead(PassChanges change, RowIndex rows) {
        return changes.checkAhead(change, rows, CHECKED_AHEAD);
    }

    /**
     * Does some 0.2 ms of what goes on between batches: a change-set goes in, the roster into larger memory. What is
     * decided does not depend on it. False where there is nothing to do, or nothing while a copy of the state is made.
     */
    public boolean work(boolean copying) {
        return passes.work(copying);
    }

    /** Whether there is such work: a copy of the state waits for its end. */
    public boolean working() {
        return passes.working();
    }

    /** Whether a change-set is on its way into the roster: the next one would have to take in what is left of it. */
    public boolean folding() {
        return passes.folding();
    }

    /** Writes all state: folds over the same events give the same bytes. */
    public void writeState(OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(to);
        out.writeInt(STATE_FORMAT);
        out.writeInt(folds.size());
        for (Fold fold : folds) {
            out.writeUTF(fold.getClass().getSimpleName());
            fold.write(out);
        }
        out.flush();
    }

    /** Begins a copy of all state for a snapshot; its first part has to be made before the next event. */
    public StateParts copyState() {
        return new EngineCopy(folds);
    }

    /** Copies some parts for nobody: what the first snapshot would load and compile while gates wait. At start. */
    public void warmCopy() {
        EngineCopy.warm(folds);
    }

    /** Takes in a {@code SnapshotRecord} where it is a pass's, like {@link #readState}; false where it is another. */
    public boolean readPass(byte[] bytes, int offset, int length) {
        return passes.read(bytes, offset, length);
    }

    /**
     * Takes in one {@code SnapshotRecord}, of a fresh engine: head and end apart, {@link #stateRead} when all are in.
     *
     * @throws IllegalArgumentException where it says what can't be, or is of a kind that is not known here
     */
    public void readState(SnapshotRecord record) {
        for (Fold fold : folds) {
            if (fold.read(record)) {
                return;
            }
        }
        throw new IllegalArgumentException(
                "a record of a kind that this version does not know: " + record.getBodyCase());
    }

    /** All records of a snapshot are read: draws what follows from them. */
    public void stateRead() {
        register().publish();
        posts.drawAll();
    }

    List<Fold> folds() {
        return folds;
    }

    // ---- readers: engine thread, or when it is at rest --------------------------------------------

    public Register register() {
        return registered.register();
    }

    public Figures figures() {
        return figures;
    }

    /** Counts change-sets. */
    public long rosterVersion() {
        return versions.version();
    }

    /** The version that changed the estate's passes last (0: those of scope ALL); 0 where none did. */
    public long rosterVersion(int estateId) {
        return versions.version(estateId);
    }

    public long policyVersion() {
        return policies.version();
    }

    /** What {@code policy.conf} gave, by estate, for the site under 0; those for which it gave nothing left out. */
    public Map<Integer, Map<String, String>> policies() {
        return policies.given();
    }

    /** What holds at the gates of an estate. */
    public Policy policy(int estateId) {
        return policies.policy(estateId);
    }

    public long registerVersion() {
        return register().version();
    }

    /** Highest sequence that is recorded of the gate's current stream; 0 for none. */
    public long heldSequence(int gate) {
        return streams.of(gate).held();
    }

    /** The next sequence of the gate's current stream. */
    public long expected(int gate) {
        return streams.of(gate).expected();
    }

    /** {@code Command.Kind} number of the mode that commands set at the gate; what was opened at the gate itself apart. */
    public int mode(int gate) {
        return commanded(gate).kind();
    }

    /** The command that set {@link #mode}; 0 where none ever did. */
    public long modeCommandId(int gate) {
        return commanded(gate).commandId();
    }

    /** Gates that ever began a stream. Any thread. */
    public int gatesSeen() {
        return streams.seen().count();
    }

    /** Whether a gate ever began a stream. Any thread. */
    public boolean gateSeen(int gate) {
        return streams.seen().has(gate);
    }

    /** Any thread. */
    public boolean firstLoadDone() {
        return site.firstLoadDone();
    }

    /** Drawn at the first start; 0 before that. */
    public long journalId() {
        return site.journalId();
    }

    /** IANA name. */
    public String timeZone() {
        return site.time().zone();
    }

    private GateMode commanded(int gate) {
        return modes.commanded(gate, register().gate(gate).estateId());
    }

    // ---- deciding ---------------------------------------------------------------------------------

    /** Sessions and sequences; whether the event is to be judged. */
    private boolean admit(Event e) {
        switch (e.kind) {
            case SCAN, OUTCOME, DEVICE_EVENT, LOST -> {
                if (!admission.admit(e)) {
                    return false;
                }
            }
            case HELLO -> admission.hello(e);
            case REFUSE -> admission.refuse(e);
            case GONE -> admission.gone(e);
            default -> {}
        }
        e.rosterVersion = versions.version();
        e.policyVersion = policies.version();
        e.registerVersion = registerVersion();
        return true;
    }

    private void judge(Event e) {
        switch (e.kind) {
            case SCAN -> onScan(e);
            case OUTCOME -> onOutcome(e);
            case DEVICE_EVENT -> onDeviceEvent(e);
            case LOST -> onLost(e);
            case CHANGE -> changes.decide(e);
            case ALARM -> e.result = Result.RECORDED;
            default -> {}
        }
    }

    private void onScan(Event e) {
        time(e, e.acted ? corrected(e) : e.receivedAtUs);
        e.answered = !e.acted;
        Post post = posts.of(e.gate);
        Pass pass = passes.of(e);
        checks.judge(e, post, pass);
        effects.scan(e, post, pass);
    }

    private void onOutcome(Event e) {
        time(e, corrected(e));
        DecisionRing decisions = streams.of(e.gate).decisions();
        int place = e.scanSequence == 0 ? DecisionRing.ABSENT : decisions.find(e.scanSequence);
        if (place != DecisionRing.ABSENT) {
            effects.outcome(e, posts.of(e.gate), passes.of(e), decisions, place);
        } else if (e.actedOpened) {
            effects.opened(e, posts.of(e.gate), passes.of(e));
        }
    }

    private void onDeviceEvent(Event e) {
        time(e, corrected(e));
        e.gateEmergency = switch (e.deviceKind) {
            case DeviceEvent.Kind.KIND_EMERGENCY_OPEN_VALUE -> true;
            case DeviceEvent.Kind.KIND_EMERGENCY_END_VALUE, DeviceEvent.Kind.KIND_STARTED_VALUE -> false;
            default -> modes.ownEmergency(e.gate);
        };
    }

    private static void onLost(Event e) {
        e.alarm = e.acknowledged ? AlarmRecord.Kind.KIND_PROMISE_BROKEN_VALUE : 0;
    }

    private void withoutEffect(Event e, RuntimeException failure) {
        long located = e.located;
        long locatedIn = e.locatedIn;
        boolean change = e.kind == Kind.CHANGE;
        e.clearOutcome();
        e.located = located;
        e.locatedIn = locatedIn;
        e.failure = failure;
        e.result = Result.RECORDED;
        if (change) {
            Changes.refuse(e, ChangeRefusal.INTERNAL_ERROR);
        } else if (e.kind == Kind.SCAN) {
            time(e, e.acted ? corrected(e) : e.receivedAtUs);
            e.answered = !e.acted;
            Checks.internalError(e);
        } else if (e.kind == Kind.LOST) {
            onLost(e);
        } else {
            time(e, corrected(e));
            e.gateEmergency = modes.ownEmergency(e.gate);
        }
    }

    private static void time(Event e, long judgedAtUs) {
        e.judgedAtUs = judgedAtUs;
        e.clockSuspect = e.offsetUs > SUSPECT_OFFSET_US || e.offsetUs < -SUSPECT_OFFSET_US;
    }

    /** The gate's time by the server's clock: not ahead of it, and not 0, which stands for none. */
    private static long corrected(Event e) {
        long gate = e.gateTimeUs;
        long corrected = gate - e.offsetUs;
        boolean overflown = ((gate ^ e.offsetUs) & (gate ^ corrected)) < 0;
        if (gate < 0 || overflown || corrected > e.receivedAtUs) {
            return e.receivedAtUs;
        }
        return Math.max(corrected, 1);
    }
}
