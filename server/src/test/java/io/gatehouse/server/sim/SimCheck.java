package io.gatehouse.server.sim;

import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.server.session.CloseReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was said on all wires, and what follows from it: nothing promised is lost, nothing stands twice. */
final class SimCheck {
    /** Decisions of older scans may be forgotten. */
    private static final long KEPT_DECISIONS = 1_000;

    /** A sequenced message by its number. */
    record Key(int gate, long stream, long sequence) {}

    private final Map<Key, List<GateMessage>> sent = new HashMap<>();
    private final Map<Key, Long> promised = new HashMap<>();
    private final Map<Key, Decision> said = new HashMap<>();
    private final Map<String, Boolean> opened = new HashMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private List<SimRecord> recovered = List.of();
    private final Set<Integer> lossy = new HashSet<>();
    private boolean failed;

    AssertionError violation(String what) {
        throw new AssertionError(what);
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    Map<String, Integer> counts() {
        return counts;
    }

    /** The journal has failed: from here to the next life nothing may be decided or acknowledged. */
    void onStorageFailed() {
        failed = true;
    }

    // ---- at the gates -------------------------------------------------------------------------------

    /** This gate loses events by itself: an overwritten spool, a device that was taken away. */
    void mayLose(int gate) {
        lossy.add(gate);
    }

    void onScan(int gate, long scannedAtUs) {
        opened.put(gate + "@" + scannedAtUs, false);
        count("scans");
    }

    void onResult(int gate, long scannedAtUs, boolean open) {
        opened.put(gate + "@" + scannedAtUs, open);
    }

    void onSent(int gate, long stream, GateMessage message) {
        List<GateMessage> variants =
                sent.computeIfAbsent(new Key(gate, stream, SimRecords.sequence(message)), key -> new ArrayList<>(1));
        if (!variants.contains(message)) {
            variants.add(message);
        }
    }

    // ---- at the server's end of each wire -----------------------------------------------------------

    Connection connection(int gate) {
        return new Connection(gate);
    }

    /** What one connection has heard and said. */
    final class Connection {
        private final int gate;
        private final TreeSet<Long> undecided = new TreeSet<>();
        /** Answers that are due, by sequence: a scan that came twice has two. */
        private final Map<Long, Integer> due = new HashMap<>();

        private long stream;
        private long received;
        private long acknowledged;
        private long decided;
        private boolean ended;

        private Connection(int gate) {
            this.gate = gate;
        }

        void onHello(long streamId) {
            stream = streamId;
        }

        void onReceived(GateMessage message) {
            received = Math.max(received, SimRecords.sequence(message));
            if (message.hasScan() && !message.getScan().hasActed()) {
                long sequence = message.getScan().getSequence();
                if (due.merge(sequence, 1, Integer::sum) == 1 && sequence > decided) {
                    undecided.add(sequence);
                }
            }
        }

        void onWelcome(long durable) {
            saying("Welcome");
            acknowledged = durable;
            received = durable;
            promise(durable);
        }

        void onDecision(Decision decision) {
            saying("Decision");
            long sequence = decision.getSequence();
            if (sequence <= acknowledged && undecided.contains(sequence)) {
                throw violation("acknowledged before it was decided: " + this + " " + sequence);
            }
            if (due.merge(sequence, -1, Integer::sum) < 0) {
                throw violation("a Decision that nobody asked for: " + this + " " + sequence);
            }
            undecided.remove(sequence);
            decided = Math.max(decided, sequence);
            Decision before = said.putIfAbsent(new Key(gate, stream, sequence), decision);
            if (before != null && !before.equals(decision)) {
                throw violation("decided twice, and otherwise: " + this + " " + before + " " + decision);
            }
            count("decisions");
        }

        void onAck(long durable) {
            saying("Ack");
            if (durable < acknowledged || durable > received) {
                throw violation("Ack of " + durable + " after " + acknowledged + ", received " + received);
            }
            for (long open : undecided.headSet(durable, true)) {
                if (open > durable - KEPT_DECISIONS) {
                    throw violation("Ack of " + durable + " before the Decision of " + open + ": " + this);
                }
            }
            acknowledged = durable;
            promise(durable);
            count("acks");
        }

        void onStreamClosed(long expected) {
            saying("Refusal");
            promise(expected - 1);
        }

        void onEnd(CloseReason reason) {
            ended = true;
            count("end " + reason.label());
        }

        private void saying(String what) {
            if (ended || failed) {
                throw violation(what + (ended ? " after the end: " : " after the journal failed: ") + this);
            }
        }

        private void promise(long durable) {
            promised.merge(new Key(gate, stream, 0), durable, Math::max);
        }

        @Override
        public String toString() {
            return "gate " + gate + " stream " + Long.toHexString(stream);
        }
    }

    // ---- after a recovery ---------------------------------------------------------------------------

    /** A recovery is through: what it found has to bear out all that was said. */
    SimRecords onRecovered(List<SimRecord> found) {
        failed = false;
        for (int i = 0; i < recovered.size(); i++) {
            if (i == found.size() || !recovered.get(i).sameAs(found.get(i))) {
                throw violation("a record that stood is lost or another: " + recovered.get(i));
            }
        }
        recovered = found;
        SimRecords records = new SimRecords(found);
        records.matchSent(sent);
        promised.forEach((key, sequence) -> {
            if (records.held(key.gate(), key.stream()) < sequence) {
                throw violation("acknowledged and lost: gate " + key.gate() + " through " + sequence + ", held "
                        + records.held(key.gate(), key.stream()));
            }
        });
        records.matchSaid(said);
        said.clear();
        return records;
    }

    /** All spools are empty: every scan stands once, and says what its gate did. */
    void atEnd(SimRecords records) {
        Map<String, Boolean> recorded = records.opened();
        if (!opened.keySet().containsAll(recorded.keySet())) {
            throw violation("the journal holds scans that nobody made");
        }
        opened.forEach((scan, open) -> {
            boolean lossyGate = lossy.contains(Integer.parseInt(scan.substring(0, scan.indexOf('@'))));
            if (!lossyGate && !open.equals(recorded.get(scan))) {
                throw violation("the gate says " + open + " of scan " + scan + ", the journal " + recorded.get(scan));
            }
        });
        count("drained");
    }
}
