package io.gatehouse.server.session;

import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.log.PassRef;
import io.gatehouse.server.pipeline.Slot;
import io.gatehouse.server.roster.GateDirectory;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Tells the log what sessions come to that somebody should look at. Nothing of it is on the way of a scan that is well. */
final class SessionNews {
    private static final Logger LOG = LoggerFactory.getLogger(SessionNews.class);

    /**
     * A connection ended for a fault of its gate.
     *
     * @param number of the connection
     * @param gate null where nobody knows which
     */
    void onRefused(CloseReason reason, long number, GateDirectory.Entry gate) {
        LoggingEventBuilder line = LogEvent.GATE_REFUSED.warn(LOG);
        if (gate != null) {
            line = line.addKeyValue("gate_id", gate.id()).addKeyValue("estate_id", gate.estateId());
        }
        line.addKeyValue("conn_id", number)
                .addKeyValue("reason", reason.label())
                .log("a gate is turned away");
    }

    /** A check in the server failed: the guard decided. */
    void onScanFailed(Slot slot, Session session, long nowNanos) {
        LogEvent.SCAN_FAILED
                .error(LOG)
                .addKeyValue("gate_id", session.gate().id())
                .addKeyValue("estate_id", session.gate().estateId())
                .addKeyValue("conn_id", session.number())
                .addKeyValue("seq", slot.sequence)
                .addKeyValue("pass", new PassRef(slot.passHi, slot.passLo))
                .addKeyValue("decision", word(Verdict.forNumber(slot.verdict), "VERDICT_"))
                .addKeyValue("reason", word(Reason.REASON_INTERNAL_ERROR, "REASON_"))
                .addKeyValue("dur_us", (nowNanos - slot.readNanos) / 1_000)
                .setCause(slot.failure)
                .log("a scan could not be judged, the guard decides");
    }

    private static String word(Enum<?> value, String prefix) {
        return String.valueOf(value).replace(prefix, "").toLowerCase(Locale.ROOT);
    }
}
