package io.gatehouse.loadtest.journal;

import io.gatehouse.checker.JournalFile;
import io.gatehouse.loadtest.plan.PlanException;
import io.gatehouse.loadtest.plan.RecordedScans;
import io.gatehouse.loadtest.plan.Replay;
import io.gatehouse.proto.journal.v1.ScanRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes what gates once sent live out of a journal. */
public final class Recording {
    private static final int ID = 16;

    private final RecordedScans scans = new RecordedScans();
    private final Map<String, Integer> gates = new HashMap<>();
    private final List<String> ids = new ArrayList<>();

    private Recording() {}

    /**
     * Reads all scans of a journal at rest: of a stopped server, or a copy.
     *
     * @param speed how many times as fast as they came
     * @throws PlanException where it holds none
     */
    public static Replay read(Path dataDir, double speed) throws IOException, PlanException {
        Recording recording = new Recording();
        JournalFile.readWhatIsLeft(dataDir, (position, record) -> {
            if (record.hasScan()) {
                recording.take(record.getScan());
            }
        });
        if (recording.scans.size() == 0) {
            throw new PlanException(dataDir + ": no scan in its journal that a gate sent live");
        }
        return new Replay(recording.scans, recording.ids, speed);
    }

    /** What a gate had decided by itself is no arrival, and what was malformed has no place in a frame. */
    private void take(ScanRecord scan) {
        if (scan.hasActed() || scan.getPassId().size() != ID || scan.getDirectionValue() == 0) {
            return;
        }
        int gate = gates.computeIfAbsent(scan.getGateId(), id -> {
            ids.add(id);
            return ids.size() - 1;
        });
        ByteBuffer id = scan.getPassId().asReadOnlyByteBuffer();
        int kind = RecordedScans.kind(
                scan.getDirectionValue(), scan.getTemperatureDecicelsius(), Math.max(0, scan.getMediumValue()) & 7);
        scans.add(scan.getReceivedAtUs(), gate, id.getLong(), id.getLong(), kind);
    }
}
