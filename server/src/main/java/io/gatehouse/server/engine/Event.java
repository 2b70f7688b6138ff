package io.gatehouse.server.engine;

import io.gatehouse.server.roster.Change;
import io.gatehouse.server.roster.RowIndex;

/**
 * One event on its way: what came in, then what the engine made of it. A ring slot is one of these, preallocated and
 * used again, so every field is plain. Enum fields hold proto numbers; times are microseconds since 1970 (the server's
 * clock unless a name says otherwise).
 *
 * <p>The producer writes the first part and publishes; the engine writes the second part and publishes to replies and
 * journal, which only read. In recovery the journal's reader fills both parts from a record.
 */
public class Event {
    public static final int MAX_TEXT = 200;
    public static final int MAX_PASS_ID = 64;
    public static final int NOT_MEASURED = -1;

    /** What it is. */
    public enum Kind {
        /** Nothing: a slot that was claimed and is not needed. */
        NONE,
        /** A Hello that authenticated. */
        HELLO,
        SCAN,
        DEVICE_EVENT,
        OUTCOME,
        LOST,
        /** The session ends here: what it sent before is answered first, then it is refused with {@link #refusal}. */
        REFUSE,
        /** The connection is closed: no record, the session is over. */
        GONE,
        /** Roster, register, policy, mode: see {@link #change}. */
        CHANGE,
        /** Read from a journal only: a gate began a new stream ({@link #previousStreamId}). */
        STREAM,
        /** {@link #alarm} says which: read from a journal, or raised outside the engine (two devices, one identity). */
        ALARM,
        /** Read from a journal only: salvage left something out, or the roster's {@link #version} is raised after it. */
        GAP
    }

    /** What became of it. */
    public enum Result {
        NONE,
        /** New, has effect, goes into the journal. */
        RECORDED,
        /** Held already: not recorded again; {@link #answered} tells whether the stored decision is in the verdict. */
        DUPLICATE,
        /** The session is refused with {@link #refusal} and {@link #expectedSequence}. */
        REFUSED,
        /** Of a session that is over: without a trace. */
        DROPPED,
        /** A Hello whose stream goes on or begins: Welcome follows when this slot is durable. */
        WELCOMED
    }

    // ---- what came in ---------------------------------------------------------------------------

    public Kind kind = Kind.NONE;
    /** Number of the gate in the register. */
    public int gate;
    /** UTF-8 of the gate's id: the register's own array, never written to. */
    public byte[] gateId;
    /** Number of the connection, unique in this process, never 0. */
    public long session;

    public long streamId;
    public long sequence;
    /** When the server read it. */
    public long receivedAtUs;
    /** The gate's clock minus the server's. */
    public long offsetUs;
    /** scanned_at_us, occurred_at_us or acted_at_us: the gate's clock, raw. */
    public long gateTimeUs;

    /** Length of pass_id, cut at {@link #MAX_PASS_ID}. */
    public int passIdLength;
    /** The id where it has 16 bytes, big endian. */
    public long passHi;

    public long passLo;
    /** The id's bytes where it has not 16. */
    public final byte[] passId = new byte[MAX_PASS_ID];

    public int direction;
    /** Tenths of a degree Celsius, or {@link #NOT_MEASURED}. */
    public int temperature;

    public int medium;
    /** Whether {@code acted} came with it, then its fields; the operator is in {@link #text}. */
    public boolean acted;

    public boolean actedOpened;
    public int actedReason;
    public int actedAuthority;
    public long actedRosterVersion;
    public int deviceKind;
    /** Outcome: the scan's sequence in this stream, 0 for one numbered earlier. */
    public long scanSequence;
    /** Lost: as stated, the engine raises it to the first that it does not hold. Hello: the lowest still to come. */
    public long firstSequence;
    /** Lost: as the gate stated it. */
    public long statedFirstSequence;
    /** Lost: an Ack had covered them. */
    public boolean acknowledged;
    /** Detail, operator or software: UTF-8. */
    public final byte[] text = new byte[MAX_TEXT];

    public int textLength;
    /** Text or a pass id was cut, bytes that are not UTF-8 were replaced, or an enum value is not known here. */
    public boolean textMended;

    public Change change;
    /** Finds the rows of a change of passes: then the engine may fold it in slices. Null: at once. */
    public RowIndex rows;

    // ---- what came of it ------------------------------------------------------------------------

    public Result result = Result.NONE;
    /** {@code Refusal.Code} number, with REFUSE and REFUSED. */
    public int refusal;

    public long expectedSequence;
    /** DUPLICATE: a stored decision is to be sent again. RECORDED scan without acted: always true. */
    public boolean answered;

    public int verdict;
    /** Bit n stands for the {@code Reason} with number n; ascending bits are in the order of the checks. */
    public int reasons;

    public boolean attention;
    public long judgedAtUs;
    public boolean clockSuspect;
    public long rosterVersion;
    public long policyVersion;
    public long registerVersion;
    /** Whether the pass's own state is stated: it changes, or the event is one with its last passage. Then its values after it. */
    public boolean passChanged;

    public int place;
    public long lastPassageUs;
    public int lastPassageGate;
    /** UTF-8 of the id of {@link #lastPassageGate}; null for none. */
    public byte[] lastPassageGateId;

    public int lastPassageDirection;
    public long lastHighUs;
    /** Whether the outings of a household change, then the count of that day after the event. */
    public boolean outingChanged;

    public int outingEstate;
    public int outingHousehold;
    public int outingDay;
    public int outingCount;
    /** Outcome: differs from what stood. Acted scan: the gate did otherwise than the verdict says. */
    public boolean differs;
    /** Device event: whether the gate's own emergency opening stands after it. */
    public boolean gateEmergency;
    /** HELLO and STREAM: a new stream began; what was left behind (stream 0: none). */
    public boolean streamBegan;

    public long previousStreamId;
    public long previousSequence;
    /** HELLO: highest sequence that is held of the stream, and the check over its last scan (0: none). */
    public long heldSequence;

    public int heldCheck;
    /** HELLO: the session that this one takes the gate from; 0 for none. */
    public long replacedSession;
    /** {@code AlarmRecord.Kind} number; 0 for none. */
    public int alarm;
    /** CHANGE: the roster, register or policy version that it makes. */
    public long version;
    /** CHANGE: why it is not made; null where it is. */
    public ChangeRefusal changeRefusal;
    /** The same in a line for a person, with the first row that it is about. */
    public String changeRefused;
    /** What a check threw; null for none. For the log only. */
    public Throwable failure;

    // ---- the engine's own, between locate and apply ------------------------------------------------

    /** Handle of the pass in the roster; 0 for none. */
    public long located;
    /** The state of the roster that {@link #located} belongs to; 0: not located. */
    public long locatedIn;
    /** CRC32C over pass id, direction, time and temperature of a scan, where {@link #checked}. */
    public int check;

    public boolean checked;

    /** Makes the slot ready for the next event: all that a producer or the engine may leave unset. */
    public void clear() {
        kind = Kind.NONE;
        gateId = null;
        change = null;
        rows = null;
        passIdLength = 0;
        textLength = 0;
        textMended = false;
        direction = 0;
        temperature = NOT_MEASURED;
        medium = 0;
        gateTimeUs = 0;
        streamId = 0;
        sequence = 0;
        receivedAtUs = 0;
        offsetUs = 0;
        acted = false;
        actedOpened = false;
        actedReason = 0;
        actedAuthority = 0;
        actedRosterVersion = 0;
        deviceKind = 0;
        scanSequence = 0;
        firstSequence = 0;
        statedFirstSequence = 0;
        acknowledged = false;
        checked = false;
        clearOutcome();
    }

    /** Clears the second part only. */
    public void clearOutcome() {
        result = Result.NONE;
        if (kind != Kind.REFUSE) {
            refusal = 0;
        }
        expectedSequence = 0;
        answered = false;
        verdict = 0;
        reasons = 0;
        attention = false;
        judgedAtUs = 0;
        clockSuspect = false;
        passChanged = false;
        outingChanged = false;
        lastPassageGateId = null;
        differs = false;
        gateEmergency = false;
        streamBegan = false;
        previousStreamId = 0;
        replacedSession = 0;
        alarm = 0;
        version = 0;
        changeRefusal = null;
        changeRefused = null;
        failure = null;
        located = 0;
        locatedIn = 0;
    }

    /** As what it stands in the journal: a Hello that begins a stream as STREAM, an alarm as ALARM; NONE: it does not. */
    public final Kind recordedAs() {
        if (result == Result.RECORDED) {
            return kind;
        }
        if (result == Result.WELCOMED && streamBegan) {
            return Kind.STREAM;
        }
        return result == Result.REFUSED && alarm != 0 ? Kind.ALARM : Kind.NONE;
    }
}
