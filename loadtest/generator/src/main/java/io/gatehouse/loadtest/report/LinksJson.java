package io.gatehouse.loadtest.report;

import io.gatehouse.loadtest.hostile.HostileFigures;
import io.gatehouse.loadtest.run.LinkFigures;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of the connections, as JSON has it. */
final class LinksJson {
    private LinksJson() {}

    static Map<String, Object> of(LinkFigures links) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("connectMs", RunJson.latency(links.connects().first()));
        json.put("turnedAway", links.connects().turnedAway());
        json.put("lost", links.connects().lost());
        json.put("cut", links.connects().cut());
        json.put("backMs", RunJson.latency(links.connects().back()));
        json.put("resent", links.resent());
        json.put("decisionsLost", links.decisionsLost());
        json.put("offline", offline(links.drain()));
        json.put("idle", idle(links.held()));
        json.put("hostile", hostile(links.hostile()));
        return json;
    }

    private static Map<String, Object> offline(LinkFigures.Drain drain) {
        if (drain == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("events", drain.events());
        json.put("acknowledged", drain.acked());
        json.put("seconds", drain.seconds());
        json.put("perSecond", drain.perSecond());
        return json;
    }

    private static Map<String, Object> idle(LinkFigures.Held held) {
        if (held == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gates", held.gates());
        json.put("bytesBefore", held.beforeBytes());
        json.put("bytesWith", held.withBytes());
        return json;
    }

    private static Map<String, Object> hostile(HostileFigures hostile) {
        if (hostile.gates() == 0) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gates", hostile.gates());
        json.put("asExpected", hostile.count(HostileFigures.End.AS_EXPECTED));
        json.put("otherwise", hostile.count(HostileFigures.End.OTHERWISE));
        json.put("notSentAway", hostile.count(HostileFigures.End.NOT_SENT_AWAY));
        json.put("cutShort", hostile.count(HostileFigures.End.CUT_SHORT));
        return json;
    }
}
