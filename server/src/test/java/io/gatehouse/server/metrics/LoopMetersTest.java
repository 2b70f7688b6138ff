package io.gatehouse.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.gatehouse.proto.journal.v1.AlarmRecord;
import io.gatehouse.proto.v1.Authority;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.server.engine.Event;
import io.gatehouse.server.session.CloseReason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LoopMetersTest {
    private final TestSources sources = new TestSources();
    private final LoopMeters first = sources.loops.get(0);
    private final LoopMeters second = sources.loops.get(1);

    private Map<String, Double> scrape() throws IOException {
        try (MetricsPage page = sources.page()) {
            return TestSources.series(TestSources.text(page));
        }
    }

    @Test
    void aScanCountsByVerdictAndFirstReasonOverAllLoops() throws IOException {
        Event refused = TestSources.scan(
                Verdict.VERDICT_DENY_VALUE, Reason.REASON_CURFEW_VALUE, Reason.REASON_OUTING_QUOTA_VALUE);
        refused.attention = true;
        first.onDecided(refused, 100_000);
        second.onDecided(refused, 100_001);
        second.onDecided(TestSources.scan(Verdict.VERDICT_ALLOW_VALUE, Reason.REASON_OK_VALUE), 2_000_000_000L);

        Map<String, Double> series = scrape();
        assertEquals(2, series.get("gatehouse_scans_total{reason=\"curfew\",verdict=\"deny\"}"));
        assertEquals(0, series.get("gatehouse_scans_total{reason=\"outing_quota\",verdict=\"deny\"}"));
        assertEquals(1, series.get("gatehouse_scans_total{reason=\"ok\",verdict=\"allow\"}"));
        assertEquals(2, series.get("gatehouse_attention_scans_total"));
        assertEquals(1, series.get("gatehouse_decision_duration_seconds_bucket{le=\"1.0E-4\"}"));
        assertEquals(2, series.get("gatehouse_decision_duration_seconds_bucket{le=\"2.5E-4\"}"));
        assertEquals(2, series.get("gatehouse_decision_duration_seconds_bucket{le=\"1.0\"}"));
        assertEquals(3, series.get("gatehouse_decision_duration_seconds_bucket{le=\"+Inf\"}"));
        assertEquals(3, series.get("gatehouse_decision_duration_seconds_count"));
        assertEquals(2.000200001, series.get("gatehouse_decision_duration_seconds_sum"), 1e-9);
    }

    @Test
    void aPairThatCannotBeAppearsShouldItOccur() throws IOException {
        String name = "gatehouse_scans_total{reason=\"revoked\",verdict=\"retest\"}";
        try (MetricsPage page = sources.page()) {
            assertFalse(TestSources.series(TestSources.text(page)).containsKey(name));
            first.onDecided(
                    TestSources.scan(
                            Verdict.VERDICT_RETEST_VALUE,
                            Reason.REASON_REVOKED_VALUE,
                            Reason.REASON_TEMPERATURE_HIGH_VALUE),
                    1);
            assertEquals(1, TestSources.series(TestSources.text(page)).get(name));
            second.onDecided(TestSources.scan(0), 1);
            assertEquals(
                    1,
                    TestSources.series(TestSources.text(page))
                            .get("gatehouse_scans_total{reason=\"unspecified\",verdict=\"unspecified\"}"));
        }
    }

    @Test
    void duplicatesAndWhatIsDroppedAreNoScans() throws IOException {
        Event duplicate = TestSources.scan(Verdict.VERDICT_ALLOW_VALUE, Reason.REASON_OK_VALUE);
        duplicate.result = Event.Result.DUPLICATE;
        first.onDecided(duplicate, 5_000);
        duplicate.answered = false;
        first.onDecided(duplicate, 5_000);
        Event dropped = TestSources.scan(Verdict.VERDICT_ALLOW_VALUE, Reason.REASON_OK_VALUE);
        dropped.result = Event.Result.DROPPED;
        dropped.answered = false;
        first.onDecided(dropped, 5_000);

        Map<String, Double> series = scrape();
        assertEquals(2, series.get("gatehouse_duplicate_scans_total"));
        assertEquals(0, series.get("gatehouse_scans_total{reason=\"ok\",verdict=\"allow\"}"));
        assertEquals(1, series.get("gatehouse_decision_duration_seconds_count"));
        assertEquals(0, series.get("gatehouse_clock_skew_seconds_count"));
    }

    @Test
    void actedScansOutcomesAndClocks() throws IOException {
        Event acted = TestSources.scan(Verdict.VERDICT_DENY_VALUE, Reason.REASON_EXPIRED_VALUE);
        acted.answered = false;
        acted.acted = true;
        acted.actedAuthority = Authority.AUTHORITY_GUARD_VALUE;
        acted.judgedAtUs = acted.receivedAtUs - 90_000_000;
        acted.offsetUs = -6_000_000;
        acted.differs = true;
        first.onDecided(acted, 1);
        acted.actedAuthority = 99;
        acted.differs = false;
        first.onDecided(acted, 1);
        Event outcome = TestSources.event(Event.Kind.OUTCOME);
        outcome.differs = true;
        second.onDecided(outcome, 1);

        Map<String, Double> series = scrape();
        assertEquals(1, series.get("gatehouse_offline_scans_total{authority=\"guard\"}"));
        assertEquals(1, series.get("gatehouse_offline_scans_total{authority=\"unspecified\"}"));
        assertEquals(0, series.get("gatehouse_offline_scan_delay_seconds_bucket{le=\"60.0\"}"));
        assertEquals(2, series.get("gatehouse_offline_scan_delay_seconds_bucket{le=\"300.0\"}"));
        assertEquals(180, series.get("gatehouse_offline_scan_delay_seconds_sum"));
        assertEquals(1, series.get("gatehouse_differing_actions_total{message=\"scan\"}"));
        assertEquals(1, series.get("gatehouse_differing_actions_total{message=\"outcome\"}"));
        assertEquals(1, series.get("gatehouse_outcomes_total"));
        assertEquals(1, series.get("gatehouse_clock_skew_seconds_bucket{le=\"5.0\"}"));
        assertEquals(3, series.get("gatehouse_clock_skew_seconds_bucket{le=\"30.0\"}"));
        assertEquals(0, series.get("gatehouse_decision_duration_seconds_count"));
    }

    @Test
    void deviceEventsLossesAlarmsAndErrors() throws IOException {
        Event forced = TestSources.event(Event.Kind.DEVICE_EVENT);
        forced.deviceKind = DeviceEvent.Kind.KIND_DOOR_FORCED_VALUE;
        first.onDecided(forced, 1);
        Event lost = TestSources.event(Event.Kind.LOST);
        lost.firstSequence = 11;
        lost.sequence = 20;
        lost.alarm = AlarmRecord.Kind.KIND_PROMISE_BROKEN_VALUE;
        // As a session does it: the alarm by itself, once, whatever else is counted of the event.
        first.onAlarm(lost.alarm);
        first.onDecided(lost, 1);
        second.onAlarm(AlarmRecord.Kind.KIND_IDENTITY_SHARED_VALUE);
        second.onAlarm(AlarmRecord.Kind.KIND_UNSPECIFIED_VALUE);
        second.onDecided(TestSources.scan(Verdict.VERDICT_REFER_VALUE, Reason.REASON_INTERNAL_ERROR_VALUE), 1);

        Map<String, Double> series = scrape();
        assertEquals(1, series.get("gatehouse_device_events_total{kind=\"door_forced\"}"));
        assertEquals(1, series.get("gatehouse_lost_messages_total"));
        assertEquals(10, series.get("gatehouse_lost_events_total"));
        assertEquals(1, series.get("gatehouse_alarms_total{kind=\"promise_broken\"}"));
        assertEquals(1, series.get("gatehouse_alarms_total{kind=\"identity_shared\"}"));
        assertEquals(0, series.get("gatehouse_alarms_total{kind=\"number_reused\"}"));
        assertEquals(1, series.get("gatehouse_scan_errors_total{type=\"internal\"}"));
        assertEquals(1, series.get("gatehouse_scans_total{reason=\"internal_error\",verdict=\"refer\"}"));
    }

    @Test
    void connectionsAndGates() throws IOException {
        for (int i = 0; i < 4; i++) {
            first.onOpened();
        }
        second.onOpened();
        first.onAuthenticated(true);
        second.onAuthenticated(true);
        second.onAuthenticated(false);
        first.onWelcome(101);
        second.onWelcome(101);
        first.onClosed(CloseReason.SILENT.ordinal(), true);
        first.onClosed(CloseReason.HELLO_LATE.ordinal(), false);
        first.onUnwritable(true);
        first.onUnwritable(true);
        first.onUnwritable(false);
        first.onReceived(100);
        second.onReceived(20);
        second.onSent(7);
        second.onRingFull();
        second.onProtocolError(ProtocolError.OVERSIZE);
        Event hello = TestSources.event(Event.Kind.HELLO);
        second.onTakeover();
        hello.streamBegan = true;
        hello.previousStreamId = -9;
        second.onHello(hello);

        Map<String, Double> series = scrape();
        assertEquals(3, series.get("gatehouse_connections"));
        assertEquals(5, series.get("gatehouse_connections_opened_total"));
        assertEquals(1, series.get("gatehouse_connections_closed_total{reason=\"idle\"}"));
        assertEquals(1, series.get("gatehouse_connections_closed_total{reason=\"hello_late\"}"));
        assertEquals(1, series.get("gatehouse_connections_unwritable"));
        assertEquals(1, series.get("gatehouse_gates{state=\"online\"}"));
        assertEquals(6, series.get("gatehouse_gates{state=\"offline\"}"));
        assertEquals(3, series.get("gatehouse_gates{state=\"never_seen\"}"));
        assertEquals(2, series.get("gatehouse_authentications_total{result=\"ok\"}"));
        assertEquals(1, series.get("gatehouse_authentications_total{result=\"failed\"}"));
        assertEquals(120, series.get("gatehouse_received_bytes_total"));
        assertEquals(7, series.get("gatehouse_sent_bytes_total"));
        assertEquals(1, series.get("gatehouse_ring_full_total"));
        assertEquals(1, series.get("gatehouse_protocol_errors_total{type=\"oversize\"}"));
        assertEquals(1, series.get("gatehouse_takeovers_total"));
        assertEquals(1, series.get("gatehouse_streams_replaced_total"));
    }

    /** Micrometer holds what it reads weakly: a page that is alive must keep all of it alive. */
    @Test
    void aCollectionTakesNoFigureAway() throws IOException {
        try (MetricsPage page = sources.page()) {
            TestSources.text(page);
            WeakReference<Object> collected = new WeakReference<>(new Object());
            while (collected.get() != null) {
                System.gc();
            }
            first.onOpened();
            first.onReceived(9);
            first.onDecided(TestSources.scan(Verdict.VERDICT_ALLOW_VALUE, Reason.REASON_OK_VALUE), 1);
            sources.journal.onSync(1);
            Map<String, Double> series = TestSources.series(TestSources.text(page));
            assertEquals(1, series.get("gatehouse_connections"));
            assertEquals(9, series.get("gatehouse_received_bytes_total"));
            assertEquals(1, series.get("gatehouse_scans_total{reason=\"ok\",verdict=\"allow\"}"));
            assertEquals(1, series.get("gatehouse_decision_duration_seconds_count"));
            assertTrue(series.get("gatehouse_journal_last_sync_timestamp_seconds") > 0);
            assertTrue(series.get("process_cpu_seconds_total") > 0);
            for (Map.Entry<String, Double> figure : series.entrySet()) {
                assertFalse(
                        figure.getKey().startsWith("gatehouse_")
                                && figure.getValue().isNaN(),
                        figure.getKey());
            }
        }
    }

    @Test
    void countingMakesNoGarbage() {
        Event[] events = {
            TestSources.scan(Verdict.VERDICT_ALLOW_VALUE, Reason.REASON_OK_VALUE),
            TestSources.scan(Verdict.VERDICT_DENY_VALUE, Reason.REASON_EXPIRED_VALUE),
            TestSources.event(Event.Kind.OUTCOME),
            TestSources.event(Event.Kind.DEVICE_EVENT)
        };
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        count(events, 10_000);
        long before = threads.getThreadAllocatedBytes(self);
        int counted = 1_000_000;
        count(events, counted);
        long allocated = threads.getThreadAllocatedBytes(self) - before;
        System.out.println(allocated + " bytes allocated for " + counted + " events counted");
        assertTrue(allocated < counted / 10, allocated + " bytes");
    }

    private void count(Event[] events, int times) {
        for (int i = 0; i < times; i++) {
            first.onDecided(events[i & 3], i);
            first.onReceived(i & 63);
        }
    }

    @Test
    void aReaderSeesEveryCounterGrow() throws InterruptedException {
        Cells cells = new Cells(1);
        int total = 2_000_000;
        Thread writer = new Thread(() -> {
            for (int i = 0; i < total; i++) {
                cells.increment(0);
            }
        });
        writer.start();
        long last = 0;
        while (writer.isAlive()) {
            long now = cells.get(0);
            assertTrue(now >= last, now + " after " + last);
            last = now;
        }
        writer.join();
        assertEquals(total, cells.get(0));
    }
}
