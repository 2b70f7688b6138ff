package io.gatehouse.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.log.PassRef;
import io.gatehouse.server.pipeline.Slot;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sessions tell the log. */
final class SessionNewsTest {
    private final SessionSite site = new SessionSite();
    private final Logger logger = QuietNews.logger();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private Level before;

    @BeforeEach
    void listen() {
        before = logger.getLevel();
        logger.setLevel(Level.WARN);
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
    }

    @AfterEach
    void stop() {
        logger.setLevel(before);
        logger.detachAppender(lines);
        logger.setAdditive(true);
    }

    private Map<String, Object> only(LogEvent event, Level level) {
        assertEquals(1, lines.list.size(), lines.list::toString);
        ILoggingEvent line = lines.list.get(0);
        assertEquals(level, line.getLevel());
        assertEquals(event.label(), line.getMarkerList().get(0).getName());
        Map<String, Object> fields = new TreeMap<>();
        line.getKeyValuePairs().forEach(field -> fields.put(field.key, field.value));
        return fields;
    }

    @Test
    void aWrongTokenNamesTheGateOnlyWhereThereIsOne() {
        SessionSite.Gate gate = site.gate("1-01").connect();
        gate.say(gate.hello().setToken(ByteString.copyFromUtf8("wrong")));
        assertEquals(
                Map.of("gate_id", "1-01", "estate_id", 1, "conn_id", gate.session.number(), "reason", "auth"),
                only(LogEvent.GATE_REFUSED, Level.WARN));
        lines.list.clear();
        SessionSite.Gate stranger = site.gate("a secret\r\n").connect();
        stranger.say(stranger.hello());
        assertEquals(
                Map.of("conn_id", stranger.session.number(), "reason", "auth"),
                only(LogEvent.GATE_REFUSED, Level.WARN));
    }

    @Test
    void aGateThatBreaksTheProtocol() {
        SessionSite.Gate gate = site.open();
        gate.malformed();
        site.settle();
        assertEquals(
                Map.of("gate_id", "1-01", "estate_id", 1, "conn_id", gate.session.number(), "reason", "malformed"),
                only(LogEvent.GATE_REFUSED, Level.WARN));
    }

    @Test
    void anEndLikeAnyOtherIsNoNews() {
        SessionSite.Gate gate = site.open();
        gate.scan();
        site.settle();
        gate.session.onGone(CloseReason.PEER_CLOSED);
        assertEquals(0, lines.list.size());
    }

    @Test
    void aScanThatCouldNotBeJudged() {
        SessionSite.Gate gate = site.open();
        Slot slot = new Slot();
        slot.clear();
        slot.kind = Event.Kind.SCAN;
        slot.result = Event.Result.RECORDED;
        slot.sequence = 17;
        slot.passHi = 5;
        slot.passLo = 6;
        slot.verdict = Verdict.VERDICT_REFER_VALUE;
        slot.failure = new IllegalStateException("a bug");
        site.sessions.onDrain();
        slot.readNanos = site.clock.nanos - 250_000;
        site.sessions.count(gate.session, slot);
        Map<String, Object> fields = only(LogEvent.SCAN_FAILED, Level.ERROR);
        assertEquals(
                Map.of(
                        "gate_id",
                        "1-01",
                        "estate_id",
                        1,
                        "conn_id",
                        gate.session.number(),
                        "seq",
                        17L,
                        "pass",
                        new PassRef(5, 6),
                        "decision",
                        "refer",
                        "reason",
                        "internal_error",
                        "dur_us",
                        250L),
                fields);
        ThrowableProxy error = (ThrowableProxy) lines.list.get(0).getThrowableProxy();
        assertSame(slot.failure, error.getThrowable());
        assertNull(lines.list.get(0).getArgumentArray());
    }
}
