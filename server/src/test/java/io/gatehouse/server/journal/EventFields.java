package io.gatehouse.server.journal;

import io.gatehouse.server.engine.Event;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that a record keeps of an event, as values that compare and print. */
final class EventFields {
    private EventFields() {}

    static Map<String, Object> of(Event e) {
        Map<String, Object> f = new LinkedHashMap<>();
        f.put("kind", e.kind);
        f.put("result", e.result);
        f.put("gate", e.gate);
        f.put("gateId", new String(e.gateId));
        f.put("streamId", e.streamId);
        f.put("sequence", e.sequence);
        f.put("receivedAtUs", e.receivedAtUs);
        f.put("gateTimeUs", e.gateTimeUs);
        f.put("textMended", e.textMended);
        f.put("alarm", e.alarm);
        f.put("text", new String(e.text, 0, e.textLength));
        f.put("direction", e.direction);
        f.put("temperature", e.temperature);
        f.put("medium", e.medium);
        f.put("deviceKind", e.deviceKind);
        f.put("scanSequence", e.scanSequence);
        f.put("firstSequence", e.firstSequence);
        f.put("statedFirstSequence", e.statedFirstSequence);
        f.put("acknowledged", e.acknowledged);
        f.put("passId", passId(e));
        f.put("acted", e.acted ? acted(e) : "");
        f.put("judgedAtUs", e.judgedAtUs);
        f.put("clockSuspect", e.clockSuspect);
        f.put("answered", e.answered);
        f.put("verdict", e.verdict);
        f.put("reasons", e.reasons);
        f.put("attention", e.attention);
        f.put("gateEmergency", e.gateEmergency);
        f.put("differs", e.differs);
        f.put("pass", e.passChanged ? pass(e) : "");
        f.put("outing", e.outingChanged ? outing(e) : "");
        if (e.kind != Event.Kind.LOST) {
            f.put("offsetUs", e.offsetUs);
        }
        if (e.kind == Event.Kind.SCAN) {
            f.put("versions", e.rosterVersion + " " + e.policyVersion + " " + e.registerVersion);
        }
        return f;
    }

    private static String passId(Event e) {
        return e.passIdLength == 16
                ? e.passHi + " " + e.passLo
                : Arrays.toString(Arrays.copyOf(e.passId, e.passIdLength));
    }

    private static String acted(Event e) {
        return e.actedOpened + " " + e.actedReason + " " + e.actedAuthority + " " + e.actedRosterVersion;
    }

    private static String pass(Event e) {
        String gate = e.lastPassageGateId == null ? "none" : new String(e.lastPassageGateId);
        return e.place + " " + e.lastPassageUs + " " + e.lastPassageGate + " " + gate + " " + e.lastPassageDirection
                + " " + e.lastHighUs;
    }

    private static String outing(Event e) {
        return e.outingEstate + " " + e.outingHousehold + " " + e.outingDay + " " + e.outingCount;
    }
}
