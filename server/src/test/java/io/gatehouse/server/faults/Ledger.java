package io.gatehouse.server.faults;

import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.GateMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What gates sent, what they were told and promised: all of it seen on the wire, nothing of the server's memory. */
final class Ledger {
    record Stream(String gate, long id) {}

    record Place(Stream stream, long sequence) {}

    private final Map<Place, Set<GateMessage>> sent = new HashMap<>();
    private final Map<Place, Decision> decisions = new HashMap<>();
    private final Map<Stream, Long> promised = new HashMap<>();
    private final Set<Long> promisedOrders = new LinkedHashSet<>();
    private final Map<String, Integer> seen = new TreeMap<>();
    private final TreeMap<Long, byte[]> archived = new TreeMap<>();
    private List<byte[]> settled = List.of();

    static long sequence(GateMessage message) {
        return switch (message.getBodyCase()) {
            case SCAN -> message.getScan().getSequence();
            case DEVICE_EVENT -> message.getDeviceEvent().getSequence();
            case OUTCOME -> message.getOutcome().getSequence();
            case LOST -> message.getLost().getSequence();
            default -> 0;
        };
    }

    static Place place(String gate, long stream, long sequence) {
        return new Place(new Stream(gate, stream), sequence);
    }

    /** @param copy whether it is one more of what the same connection sent before */
    void onSent(String gate, long stream, GateMessage message, boolean copy) {
        Place place = place(gate, stream, sequence(message));
        boolean first = sent.computeIfAbsent(place, p -> new LinkedHashSet<>()).add(message);
        if (message.hasScan() && !copy) {
            boolean acted = message.getScan().hasActed();
            if (decisions.containsKey(place)) {
                Violation.unless(acted, "%s is sent again without acted", place);
                seen("decided, lost and back with acted");
            }
            seen(acted ? "scan with acted" : "live scan");
        }
        seen(message.getBodyCase().name() + (copy ? " copy" : first ? "" : " again"));
    }

    void onDecision(String gate, long stream, Decision decision) {
        Decision before = decisions.put(place(gate, stream, decision.getSequence()), decision);
        Violation.unless(
                before == null || before.equals(decision), "%s: decided anew as %s, before %s", gate, decision, before);
        if (before != null) {
            seen("duplicate decision");
        }
    }

    boolean decided(String gate, long stream, long sequence) {
        return decisions.containsKey(place(gate, stream, sequence));
    }

    void promise(String gate, long stream, long sequence) {
        promised.merge(new Stream(gate, stream), sequence, Math::max);
    }

    void promiseOrder(long id) {
        promisedOrders.add(id);
    }

    long promised(String gate, long stream) {
        return promised.getOrDefault(new Stream(gate, stream), 0L);
    }

    Map<Stream, Long> promised() {
        return promised;
    }

    Set<Long> promisedOrders() {
        return promisedOrders;
    }

    Set<GateMessage> sent(Place place) {
        return sent.getOrDefault(place, Set.of());
    }

    Decision decision(Place place) {
        return decisions.get(place);
    }

    /** The records that a recovery handed over: they stay for good. */
    void settle(List<byte[]> records) {
        settled = records;
    }

    /** What stands in segments that are about to be deleted. */
    void archive(SortedMap<Long, byte[]> records) {
        archived.putAll(records);
    }

    /** The whole journal: what was deleted of it, then what is there, by position. */
    List<byte[]> whole(SortedMap<Long, byte[]> there) {
        List<byte[]> whole = new ArrayList<>(
                there.isEmpty()
                        ? archived.values()
                        : archived.headMap(there.firstKey()).values());
        whole.addAll(there.values());
        return whole;
    }

    List<byte[]> settled() {
        return settled;
    }

    void seen(String what) {
        seen(what, 1);
    }

    void seen(String what, int times) {
        seen.merge(what, times, Integer::sum);
    }

    Map<String, Integer> seen() {
        return seen;
    }
}
