package io.gatehouse.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.proto.v1.Ack;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.proto.v1.Welcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The server's side of the sequence rules, in as few words as they can be said in, and strict with the gate. */
final class ModelServer {
    /** What the log has: with a verdict where the server decided. */
    record Entry(long journal, long stream, long sequence, GateMessage message, Verdict verdict) {}

    final List<Entry> log = new ArrayList<>();
    final Set<String> seen = new HashSet<>();
    final int window;

    private final SplittableRandom random;
    private final Set<Long> leftBehind = new HashSet<>();
    private long journal = 1;
    private long stream;
    private int durable;
    private boolean welcomed;
    private int unacknowledged;
    private long acknowledged;

    ModelServer(SplittableRandom random) {
        this.random = random;
        this.window = 1 + random.nextInt(20);
    }

    void onConnected() {
        welcomed = false;
        unacknowledged = 0;
    }

    /** Power goes: what was not synced is gone. */
    void crash() {
        seen.add("crash");
        log.subList(durable, log.size()).clear();
        welcomed = false;
    }

    /** Another server takes over the address. Its log is appended to the same list, under its own journal id. */
    void replace() {
        seen.add("replace");
        crash();
        journal++;
        stream = 0;
        leftBehind.clear();
    }

    private Entry lastOf(int below, boolean scanOnly) {
        for (int i = below - 1; i >= 0; i--) {
            Entry entry = log.get(i);
            if (entry.journal == journal && entry.stream == stream && (!scanOnly || entry.message.hasScan())) {
                return entry;
            }
        }
        return null;
    }

    private long expected() {
        return expected(log.size());
    }

    private long expected(int below) {
        Entry last = lastOf(below, false);
        return last == null ? 1 : last.sequence + 1;
    }

    /** Returns the acknowledgement once all so far is synced; null where nobody is there to hear it. */
    ServerMessage sync() {
        durable = log.size();
        if (!welcomed) {
            return null;
        }
        unacknowledged = 0;
        acknowledged = expected() - 1;
        return ServerMessage.newBuilder()
                .setAck(Ack.newBuilder().setDurableSequence(expected() - 1))
                .build();
    }

    List<ServerMessage> onMessage(GateMessage message) {
        if (message.hasHello()) {
            assertFalse(welcomed, "a second Hello");
            return List.of(hello(message.getHello()));
        }
        assertTrue(welcomed, "before Welcome: " + message);
        return Messages.sequence(message) == 0 ? List.of() : sequenced(message);
    }

    private ServerMessage hello(Hello hello) {
        if (hello.getStreamId() == stream && random.nextInt(8) == 0) {
            seen.add("closed");
            leftBehind.add(stream);
        }
        if (leftBehind.contains(hello.getStreamId())) {
            durable = log.size();
            stream = hello.getStreamId();
            ServerMessage refusal = refuse(Refusal.Code.CODE_STREAM_CLOSED, expected());
            stream = 0;
            return refusal;
        }
        if (stream != 0 && hello.getStreamId() != stream) {
            leftBehind.add(stream);
        }
        stream = hello.getStreamId();
        welcomed = true;
        acknowledged = expected(durable) - 1;
        Entry lastScan = lastOf(durable, true);
        return ServerMessage.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setDurableSequence(expected(durable) - 1)
                        .setJournalId(journal)
                        .setWindow(window)
                        .setDurableCheck(lastScan == null ? 0 : Messages.durableCheck(lastScan.message.getScan())))
                .build();
    }

    private static ServerMessage refuse(Refusal.Code code, long expected) {
        return ServerMessage.newBuilder()
                .setRefusal(Refusal.newBuilder().setCode(code).setExpectedSequence(expected))
                .build();
    }

    private List<ServerMessage> sequenced(GateMessage message) {
        long sequence = Messages.sequence(message);
        // A duplicate that an Ack under way to the gate covers already is not unacknowledged.
        unacknowledged += sequence > acknowledged ? 1 : 0;
        assertTrue(unacknowledged <= window, "window");
        assertTrue(sequence <= expected(), "gap: " + sequence + ", expected " + expected());
        assertFalse(message.hasLost(), "nothing was lost: " + message);
        if (sequence < expected()) {
            return duplicate(message);
        }
        Scan scan = message.hasScan() ? message.getScan() : null;
        boolean live = scan != null && !scan.hasActed();
        Verdict verdict = live ? (random.nextBoolean() ? Verdict.VERDICT_ALLOW : Verdict.VERDICT_DENY) : null;
        log.add(new Entry(journal, stream, sequence, message, verdict));
        seen.add(message.getBodyCase() + (live ? " live" : ""));
        return live ? List.of(decision(sequence, verdict)) : List.of();
    }

    private List<ServerMessage> duplicate(GateMessage message) {
        for (Entry entry : log) {
            if (entry.journal == journal
                    && entry.stream == stream
                    && entry.sequence == Messages.sequence(message)
                    && message.hasScan()) {
                seen.add("duplicate");
                assertEquals(Messages.durableCheck(entry.message.getScan()), Messages.durableCheck(message.getScan()));
                if (message.getScan().hasActed()) {
                    return List.of();
                }
                assertNull(entry.message.getScan().hasActed() ? entry : null, "acted was taken back");
                return List.of(decision(entry.sequence, entry.verdict));
            }
        }
        return List.of();
    }

    private static ServerMessage decision(long sequence, Verdict verdict) {
        return ServerMessage.newBuilder()
                .setDecision(Decision.newBuilder()
                        .setSequence(sequence)
                        .setVerdict(verdict)
                        .addReasons(verdict == Verdict.VERDICT_ALLOW ? Reason.REASON_OK : Reason.REASON_EXPIRED))
                .build();
    }
}
