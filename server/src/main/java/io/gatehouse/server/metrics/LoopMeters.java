package io.gatehouse.server.metrics;

import io.gatehouse.proto.journal.v1.AlarmRecord;
import io.gatehouse.proto.v1.Authority;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.server.engine.Event;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one event loop counts. Written on that loop, read by any thread. Plain arrays, found by the numbers of the
 * protocol's enums: nothing is looked up or allocated for an event.
 */
public final class LoopMeters {
    static final int VERDICTS = Verdict.values().length - 1;
    static final int REASONS = Reason.values().length - 1;
    static final int AUTHORITIES = Authority.values().length - 1;
    static final int DEVICE_KINDS = DeviceEvent.Kind.values().length - 1;
    static final int ALARMS = AlarmRecord.Kind.values().length - 1;

    /** Figures that have no label. */
    enum Figure {
        OPENED,
        WELCOMES,
        CLOSED_OPEN,
        AUTHENTICATED,
        NOT_AUTHENTICATED,
        RING_FULL,
        RECEIVED_BYTES,
        SENT_BYTES,
        UNWRITABLE,
        TAKEOVERS,
        STREAMS_REPLACED,
        ATTENTION,
        INTERNAL_ERRORS,
        DUPLICATE_SCANS,
        DIFFERING_SCANS,
        DIFFERING_OUTCOMES,
        OUTCOMES,
        LOST_MESSAGES,
        LOST_EVENTS
    }

    private final Cells figures = new Cells(Figure.values().length);
    private final Cells closed;
    private final Cells refused = new Cells(Refused.values().length);
    private final Cells protocolErrors = new Cells(ProtocolError.values().length);
    private final Cells handshakes = new Cells(Handshake.values().length);
    private final Cells scans = new Cells(VERDICTS * REASONS);
    private final Cells acted = new Cells(AUTHORITIES);
    private final Cells deviceEvents = new Cells(DEVICE_KINDS);
    private final Cells alarms = new Cells(ALARMS);
    private final Histogram decisions = new Histogram(Bounds.DECISION);
    private final Histogram offlineDelays = new Histogram(Bounds.OFFLINE);
    private final Histogram skews = new Histogram(Bounds.SKEW);
    private final Map<Integer, EstateTally> estates = new ConcurrentHashMap<>();

    /**
     * @param closeReasons how many reasons there are to close a connection
     */
    public LoopMeters(int closeReasons) {
        closed = new Cells(closeReasons);
    }

    // ---- connections --------------------------------------------------------------------------------

    /** A connection was accepted. */
    public void onOpened() {
        add(Figure.OPENED, 1);
    }

    /**
     * A connection ended.
     *
     * @param wasOpen whether it ever had its Welcome
     */
    public void onClosed(int closeReason, boolean wasOpen) {
        closed.increment(closeReason);
        if (wasOpen) {
            add(Figure.CLOSED_OPEN, 1);
        }
    }

    /** A cap kept a connection out. */
    public void onRefused(Refused cap) {
        refused.increment(cap.ordinal());
    }

    /** A Hello's token was compared. */
    public void onAuthenticated(boolean ok) {
        add(ok ? Figure.AUTHENTICATED : Figure.NOT_AUTHENTICATED, 1);
    }

    /** The engine took a Hello: whether it left a stream behind. */
    public void onHello(Event e) {
        if (e.streamBegan && e.previousStreamId != 0) {
            add(Figure.STREAMS_REPLACED, 1);
        }
    }

    /** A connection that stood was taken over by a newer one of its gate. */
    public void onTakeover() {
        add(Figure.TAKEOVERS, 1);
    }

    /**
     * A gate's Welcome was sent: it is online until its connection closes.
     *
     * @return where its estate's figures are counted
     */
    public EstateTally onWelcome(int estateId) {
        add(Figure.WELCOMES, 1);
        return onEstate(estateId);
    }

    /** A gate that is online belongs to this estate from here on. */
    public EstateTally onEstate(int estateId) {
        EstateTally tally = estates.computeIfAbsent(estateId, EstateTally::new);
        tally.onWelcome();
        return tally;
    }

    /** A connection's output went over the high watermark (true) or back under the low one, or closed there (false). */
    public void onUnwritable(boolean unwritable) {
        add(Figure.UNWRITABLE, unwritable ? 1 : -1);
    }

    public void onReceived(int bytes) {
        add(Figure.RECEIVED_BYTES, bytes);
    }

    public void onSent(int bytes) {
        add(Figure.SENT_BYTES, bytes);
    }

    public void onProtocolError(ProtocolError error) {
        protocolErrors.increment(error.ordinal());
    }

    public void onHandshake(Handshake result) {
        handshakes.increment(result.ordinal());
    }

    /** A frame found the ring full: its connection is not read until there is room. */
    public void onRingFull() {
        add(Figure.RING_FULL, 1);
    }

    /**
     * Somebody has to look. Apart from {@link #onDecided}: an alarm also comes with what is refused.
     *
     * @param kind {@code AlarmRecord.Kind} number
     */
    public void onAlarm(int kind) {
        if (kind != AlarmRecord.Kind.KIND_UNSPECIFIED_VALUE) {
            alarms.increment(known(kind, ALARMS));
        }
    }

    // ---- events -------------------------------------------------------------------------------------

    /**
     * The engine is through with a sequenced message, and its decision (if it gets one) is about to be written.
     *
     * @param latencyNanos since its bytes were read
     */
    public void onDecided(Event e, long latencyNanos) {
        if (e.kind == Event.Kind.SCAN && e.answered) {
            decisions.record(latencyNanos);
        }
        if (e.result == Event.Result.DUPLICATE) {
            if (e.kind == Event.Kind.SCAN) {
                add(Figure.DUPLICATE_SCANS, 1);
            }
            return;
        }
        if (e.result == Event.Result.RECORDED) {
            onRecorded(e);
        }
    }

    private void onRecorded(Event e) {
        skews.record(Math.abs(e.offsetUs));
        switch (e.kind) {
            case SCAN -> onScan(e);
            case DEVICE_EVENT -> deviceEvents.increment(known(e.deviceKind, DEVICE_KINDS));
            case OUTCOME -> onOutcome(e);
            case LOST -> {
                add(Figure.LOST_MESSAGES, 1);
                add(Figure.LOST_EVENTS, e.sequence - e.firstSequence + 1);
            }
            default -> {
                // Not of a gate's stream.
            }
        }
    }

    private void onScan(Event e) {
        int first = Integer.numberOfTrailingZeros(e.reasons);
        scans.increment(known(e.verdict, VERDICTS) * REASONS + known(first, REASONS));
        if (e.attention) {
            add(Figure.ATTENTION, 1);
        }
        if ((e.reasons & 1 << Reason.REASON_INTERNAL_ERROR_VALUE) != 0) {
            add(Figure.INTERNAL_ERRORS, 1);
        }
        if (e.acted) {
            acted.increment(known(e.actedAuthority, AUTHORITIES));
            offlineDelays.record(e.receivedAtUs - e.judgedAtUs);
            if (e.differs) {
                add(Figure.DIFFERING_SCANS, 1);
            }
        }
    }

    private void onOutcome(Event e) {
        add(Figure.OUTCOMES, 1);
        if (e.differs) {
            add(Figure.DIFFERING_OUTCOMES, 1);
        }
    }

    /** What is outside counts as unspecified, 0. */
    static int known(int number, int size) {
        return number > 0 && number < size ? number : 0;
    }

    private void add(Figure figure, long amount) {
        figures.add(figure.ordinal(), amount);
    }

    // ---- read by the exposition ---------------------------------------------------------------------

    Collection<EstateTally> estates() {
        return estates.values();
    }

    long get(Figure figure) {
        return figures.get(figure.ordinal());
    }

    /** Connections that are open now. */
    long connections() {
        long ended = 0;
        for (int i = 0; i < closed.size(); i++) {
            ended += closed.get(i);
        }
        return get(Figure.OPENED) - ended;
    }

    /** Gates that have their Welcome and are connected now. */
    long online() {
        return get(Figure.WELCOMES) - get(Figure.CLOSED_OPEN);
    }

    long closed(int closeReason) {
        return closed.get(closeReason);
    }

    long refused(Refused cap) {
        return refused.get(cap.ordinal());
    }

    long protocolErrors(ProtocolError error) {
        return protocolErrors.get(error.ordinal());
    }

    long handshakes(Handshake result) {
        return handshakes.get(result.ordinal());
    }

    /** Scans that this loop counted, by verdict and by the first of its reasons. */
    public long scans(int verdict, int firstReason) {
        return scans.get(verdict * REASONS + firstReason);
    }

    long acted(int authority) {
        return acted.get(authority);
    }

    long deviceEvents(int kind) {
        return deviceEvents.get(kind);
    }

    /** Alarms of a kind that this loop counted. */
    public long alarms(int kind) {
        return alarms.get(kind);
    }

    Histogram decisions() {
        return decisions;
    }

    Histogram offlineDelays() {
        return offlineDelays;
    }

    Histogram skews() {
        return skews;
    }
}
