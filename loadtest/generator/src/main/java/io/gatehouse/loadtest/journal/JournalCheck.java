package io.gatehouse.loadtest.journal;

import io.gatehouse.checker.JournalFile;
import io.gatehouse.checker.JournalVisitor;
import io.gatehouse.loadtest.link.GateStream;
import io.gatehouse.loadtest.plan.Answer;
import io.gatehouse.loadtest.plan.Script;
import io.gatehouse.loadtest.run.Ledger;
import io.gatehouse.loadtest.wire.ScanFrame;
import io.gatehouse.proto.journal.v1.LostRecord;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.ScanRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Holds the journal against what the gates of a run sent and were told: each acknowledged scan stands in it, exactly
 * once, as it was sent, with the answer that its gate got.
 */
public final class JournalCheck {
    private static final int KEPT = 10;

    private final List<GateStream> streams;
    private final Script script;
    private final Ledger ledger;
    private final Map<String, Integer> gates = new HashMap<>();
    private final BitSet[] found;
    private final ScanFrame sent = new ScanFrame();
    private final List<String> words = new ArrayList<>();
    private long scans;
    private long twice;
    private long different;
    private long lost;

    private JournalCheck(List<GateStream> streams, Script script, Ledger ledger) {
        this.streams = streams;
        this.script = script;
        this.ledger = ledger;
        found = new BitSet[streams.size()];
        for (int i = 0; i < found.length; i++) {
            gates.put(streams.get(i).gate().id(), i);
            found[i] = new BitSet();
        }
    }

    /**
     * What came of it.
     *
     * @param scans of the run that stand in the journal
     * @param lost acknowledged and not there
     * @param twice there more than once
     * @param different otherwise than they were sent, or with another answer than the gate got
     * @param words the first ten of them
     */
    public record Findings(long scans, long lost, long twice, long different, List<String> words) {
        public Findings {
            words = List.copyOf(words);
        }
    }

    /**
     * Reads the journal once the run is over and its gates are gone.
     *
     * @param dataDir the server's data folder
     * @param from where the run's records begin, as {@link JournalStart} says
     * @throws IOException where it cannot be read, or retention has deleted records of the run
     */
    public static Findings check(Path dataDir, long from, List<GateStream> streams, Script script, Ledger ledger)
            throws IOException, InterruptedException {
        return AtRest.read(() -> {
            JournalCheck check = new JournalCheck(streams, script, ledger);
            long first = JournalFile.firstPosition(dataDir);
            if (Long.compareUnsigned(first, from) > 0) {
                throw new IOException(
                        ("%s begins at position %,d now, behind position %,d where the run began: retention"
                                        + " has deleted what would have to be checked")
                                .formatted(dataDir, first, from));
            }
            JournalVisitor ofTheRun = (position, record) -> {
                if (position >= from) {
                    check.record(record);
                }
            };
            if (first == 0) {
                JournalFile.read(dataDir, ofTheRun);
            } else {
                JournalFile.readWhatIsLeft(dataDir, ofTheRun);
            }
            return check.findings();
        });
    }

    private void record(Record record) {
        if (record.getBodyCase() == Record.BodyCase.SCAN) {
            scan(record.getScan());
        } else if (record.getBodyCase() == Record.BodyCase.LOST) {
            LostRecord gone = record.getLost();
            Integer gate = gate(gone.getGateId(), gone.getStreamId());
            if (gate != null) {
                note("gate %s stated sequences %d to %d as lost"
                        .formatted(gone.getGateId(), gone.getFirstSequence(), gone.getSequence()));
                lost += gone.getSequence() - gone.getFirstSequence() + 1;
            }
        }
    }

    private Integer gate(String id, long stream) {
        Integer gate = gates.get(id);
        return gate != null && streams.get(gate).streamId() == stream ? gate : null;
    }

    private void scan(ScanRecord scan) {
        Integer gate = gate(scan.getGateId(), scan.getStreamId());
        if (gate == null) {
            return;
        }
        int sequence = (int) scan.getSequence();
        if (found[gate].get(sequence)) {
            twice++;
            note("gate %s, sequence %d stands twice".formatted(scan.getGateId(), sequence));
            return;
        }
        found[gate].set(sequence);
        scans++;
        int got = ledger.answer(gate, sequence);
        if (got == 0) {
            return;
        }
        long ticket = ledger.ticket(gate, sequence);
        script.fill(sent, gate, sequence, ticket);
        String where = script.describe(gate, sequence, ticket);
        int stands = Answer.of(scan.getVerdictValue(), scan.getAttention());
        if (stands != got) {
            different++;
            note("%s: the gate was told %s, the journal has %s"
                    .formatted(where, Answer.describe(got), Answer.describe(stands)));
        } else if (!isAsSent(scan)) {
            different++;
            note(where + ": the journal has another pass, direction or temperature");
        }
    }

    private boolean isAsSent(ScanRecord scan) {
        return Recorded.id(scan.getPassId()).equals(new UUID(sent.passHigh, sent.passLow))
                && scan.getDirectionValue() == sent.direction
                && scan.getTemperatureDecicelsius() == sent.temperature;
    }

    private Findings findings() {
        for (int gate = 0; gate < found.length; gate++) {
            long acked = streams.get(gate).acked();
            for (int sequence = 1; sequence <= acked; sequence++) {
                // What is not of this run has no answer in its ledger.
                if (!found[gate].get(sequence) && ledger.answer(gate, sequence) != 0) {
                    lost++;
                    note("%s was acknowledged and does not stand in the journal"
                            .formatted(script.describe(gate, sequence, ledger.ticket(gate, sequence))));
                }
            }
        }
        return new Findings(scans, lost, twice, different, words);
    }

    private void note(String what) {
        if (words.size() < KEPT) {
            words.add(what);
        }
    }
}
