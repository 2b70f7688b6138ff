package io.gatehouse.server.engine;

import io.gatehouse.proto.journal.v1.AlarmRecord;
import io.gatehouse.proto.journal.v1.SnapshotFigures;
import io.gatehouse.proto.journal.v1.SnapshotRecord;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Verdict;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Counts since the journal began, of what it holds. One writer, the engine; another thread may read a count a little
 * late.
 */
public final class Figures implements Fold {
    /** A gap that salvage left is no event. */
    private static final int KINDS = Event.Kind.GAP.ordinal();

    private final long[] kinds = new long[KINDS];
    private final long[] verdicts = new long[Verdict.values().length - 1];
    private final long[] reasons = new long[Reasons.COUNT];
    private final long[] devices = new long[DeviceEvent.Kind.values().length - 1];
    private final long[] alarms = new long[AlarmRecord.Kind.values().length - 1];
    private long acted;
    private long differing;
    private long suspectClocks;
    private long mendedTexts;

    Figures() {}

    /** Events that stand in the journal as that kind. */
    public long events(Event.Kind kind) {
        return kinds[kind.ordinal()];
    }

    /** Scans by {@code Verdict} number. */
    public long verdict(int verdict) {
        return verdicts[verdict];
    }

    /** Scans that list a reason, by {@code Reason} number. */
    public long reason(int reason) {
        return reasons[reason];
    }

    /** Device events by {@code DeviceEvent.Kind} number. */
    public long device(int kind) {
        return devices[kind];
    }

    /** Alarms by {@code AlarmRecord.Kind} number. */
    public long alarm(int kind) {
        return alarms[kind];
    }

    /** Scans that the gate had acted on. */
    public long acted() {
        return acted;
    }

    /** Acted scans and outcomes in which the gate did otherwise than the server says. */
    public long differing() {
        return differing;
    }

    /** Events of gates whose clock is more than 2 min off. */
    public long suspectClocks() {
        return suspectClocks;
    }

    /** Events whose text was cut or mended. */
    public long mendedTexts() {
        return mendedTexts;
    }

    @Override
    public void apply(Event e) {
        Event.Kind kind = e.recordedAs();
        if (kind == Event.Kind.GAP) {
            return;
        }
        kinds[kind.ordinal()]++;
        switch (kind) {
            case SCAN -> scan(e);
            case OUTCOME -> from(e);
            case DEVICE_EVENT -> {
                devices[bounded(e.deviceKind, devices)]++;
                from(e);
            }
            case LOST -> {
                alarms[AlarmRecord.Kind.KIND_PROMISE_BROKEN_VALUE] += e.acknowledged ? 1 : 0;
                from(e);
            }
            case ALARM -> alarms[bounded(e.alarm, alarms)]++;
            default -> {}
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        for (long[] counts : new long[][] {kinds, verdicts, reasons, devices, alarms}) {
            out.writeInt(counts.length);
            for (long count : counts) {
                out.writeLong(count);
            }
        }
        for (long count : new long[] {acted, differing, suspectClocks, mendedTexts}) {
            out.writeLong(count);
        }
    }

    @Override
    public StateCopy copy() {
        long[][] counts = {kinds.clone(), verdicts.clone(), reasons.clone(), devices.clone(), alarms.clone()};
        long[] single = {acted, differing, suspectClocks, mendedTexts};
        return to -> to.record(record(counts, single));
    }

    private static SnapshotRecord record(long[][] counts, long[] single) {
        SnapshotFigures.Builder figures = SnapshotFigures.newBuilder()
                .setActed(single[0])
                .setDiffering(single[1])
                .setSuspectClocks(single[2])
                .setMendedTexts(single[3]);
        for (int i = 0; i < KINDS; i++) {
            figures.putEvents(Event.Kind.values()[i].name(), counts[0][i]);
        }
        Arrays.stream(counts[1]).forEach(figures::addVerdicts);
        Arrays.stream(counts[2]).forEach(figures::addReasons);
        Arrays.stream(counts[3]).forEach(figures::addDevices);
        Arrays.stream(counts[4]).forEach(figures::addAlarms);
        return SnapshotRecord.newBuilder().setFigures(figures).build();
    }

    @Override
    public boolean read(SnapshotRecord record) {
        if (!record.hasFigures()) {
            return false;
        }
        SnapshotFigures figures = record.getFigures();
        figures.getEventsMap()
                .forEach((name, count) -> kinds[Event.Kind.valueOf(name).ordinal()] = count);
        fill(verdicts, figures.getVerdictsList());
        fill(reasons, figures.getReasonsList());
        fill(devices, figures.getDevicesList());
        fill(alarms, figures.getAlarmsList());
        acted = figures.getActed();
        differing = figures.getDiffering();
        suspectClocks = figures.getSuspectClocks();
        mendedTexts = figures.getMendedTexts();
        return true;
    }

    private static void fill(long[] counts, List<Long> from) {
        if (from.size() > counts.length) {
            throw new IllegalArgumentException("figures of " + from.size() + " kinds, here are " + counts.length);
        }
        for (int i = 0; i < from.size(); i++) {
            counts[i] = from.get(i);
        }
    }

    private void scan(Event e) {
        verdicts[e.verdict]++;
        for (int left = e.reasons; left != 0; left &= left - 1) {
            reasons[Integer.numberOfTrailingZeros(left)]++;
        }
        acted += e.acted ? 1 : 0;
        // The record of a scan has no such field: the same is said by what it holds.
        differing += e.acted && e.actedOpened != (e.verdict == Verdict.VERDICT_ALLOW_VALUE) ? 1 : 0;
        suspectClocks += e.clockSuspect ? 1 : 0;
        mendedTexts += e.textMended ? 1 : 0;
    }

    private void from(Event e) {
        differing += e.kind == Event.Kind.OUTCOME && e.differs ? 1 : 0;
        suspectClocks += e.clockSuspect ? 1 : 0;
        mendedTexts += e.textMended ? 1 : 0;
    }

    private static int bounded(int number, long[] counts) {
        return number > 0 && number < counts.length ? number : 0;
    }

    @Override
    public String toString() {
        return "verdicts " + Arrays.toString(verdicts) + ", reasons " + Arrays.toString(reasons);
    }
}
