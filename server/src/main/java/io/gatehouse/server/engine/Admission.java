package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.AlarmRecord;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.server.engine.Event.Kind;
import io.gatehouse.server.engine.Event.Result;
import io.gatehouse.server.roster.Register;

/** Sessions, streams and sequences: which events are new, which are held already, which end their session. */
final class Admission {
    private final Register register;
    private final Streams streams;
    private final Sessions sessions;
    private final ScanCheck check = new ScanCheck();

    Admission(Register register, Streams streams, Sessions sessions) {
        this.register = register;
        this.streams = streams;
        this.sessions = sessions;
    }

    /** Computes a scan's check where a journal's reader left it out. */
    void complete(Event e) {
        if (e.kind == Kind.SCAN) {
            check.complete(e);
        }
    }

    void hello(Event e) {
        GateStream stream = streams.of(e.gate);
        e.replacedSession = sessions.of(e.gate);
        if (!register.stands(e.gate)) {
            refuse(e, Refusal.Code.CODE_UNAUTHENTICATED_VALUE, 0);
        } else if (stream.wasLeft(e.streamId)) {
            refuse(e, Refusal.Code.CODE_STREAM_CLOSED_VALUE, stream.leftAt(e.streamId) + 1);
        } else if (stream.is(e.streamId)) {
            welcome(e, stream.held(), stream.decisions().lastCheck());
        } else {
            welcome(e, 0, 0);
            e.streamBegan = true;
            e.previousStreamId = stream.begun() ? stream.streamId() : 0;
            e.previousSequence = stream.begun() ? stream.held() : 0;
        }
    }

    /** The session's own end, in its order. */
    void refuse(Event e) {
        if (speaks(e)) {
            refuse(e, e.refusal, streams.of(e.gate).expected());
        }
    }

    void gone(Event e) {
        speaks(e);
    }

    /** Whether a sequenced event is new, and so is to be judged and recorded; if not, what became of it stands in it. */
    boolean admit(Event e) {
        if (!speaks(e)) {
            return false;
        }
        GateStream stream = streams.of(e.gate);
        complete(e);
        if (e.kind == Kind.LOST && e.statedFirstSequence == 0) {
            e.statedFirstSequence = e.firstSequence;
        }
        if (malformed(e)) {
            refuse(e, Refusal.Code.CODE_MALFORMED_VALUE, stream.expected());
            return false;
        }
        if (Long.compareUnsigned(e.sequence, stream.held()) <= 0) {
            duplicate(e, stream);
            return false;
        }
        long first = e.kind == Kind.LOST ? e.statedFirstSequence : e.sequence;
        if (Long.compareUnsigned(first, stream.expected()) > 0) {
            refuse(e, Refusal.Code.CODE_SEQUENCE_GAP_VALUE, stream.expected());
            return false;
        }
        if (e.kind == Kind.LOST) {
            e.firstSequence = stream.expected();
        }
        e.result = Result.RECORDED;
        return true;
    }

    private boolean speaks(Event e) {
        if (e.session == sessions.of(e.gate)) {
            return true;
        }
        e.result = Result.DROPPED;
        return false;
    }

    private static boolean malformed(Event e) {
        if (e.sequence == 0) {
            return true;
        }
        return e.kind == Kind.LOST
                && (e.statedFirstSequence == 0 || Long.compareUnsigned(e.statedFirstSequence, e.sequence) > 0);
    }

    private static void duplicate(Event e, GateStream stream) {
        e.result = Result.DUPLICATE;
        int place = e.kind == Kind.SCAN ? stream.decisions().find(e.sequence) : DecisionRing.ABSENT;
        if (place == DecisionRing.ABSENT) {
            return;
        }
        long stored = stream.decisions().decision(place);
        if (StoredDecision.check(stored) != e.check) {
            e.alarm = AlarmRecord.Kind.KIND_NUMBER_REUSED_VALUE;
            refuse(e, Refusal.Code.CODE_STREAM_CLOSED_VALUE, 0);
        } else if (!e.acted) {
            StoredDecision.restore(stored, e);
            e.answered = true;
        }
    }

    private static void welcome(Event e, long held, int heldCheck) {
        e.result = Result.WELCOMED;
        e.heldSequence = held;
        e.heldCheck = heldCheck;
    }

    private static void refuse(Event e, int code, long expected) {
        e.result = Result.REFUSED;
        e.refusal = code;
        e.expectedSequence = expected;
    }
}
