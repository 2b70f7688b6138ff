package io.gatehouse.loadtest.journal;

import com.google.protobuf.ByteString;
import io.gatehouse.checker.JournalVisitor;
import io.gatehouse.loadtest.plan.History;
import io.gatehouse.proto.journal.v1.ChangeSetRecord;
import io.gatehouse.proto.journal.v1.DeviceEventRecord;
import io.gatehouse.proto.journal.v1.ModeRecord;
import io.gatehouse.proto.journal.v1.OutingCount;
import io.gatehouse.proto.journal.v1.PassRow;
import io.gatehouse.proto.journal.v1.PassState;
import io.gatehouse.proto.journal.v1.PolicyRecord;
import io.gatehouse.proto.journal.v1.Record;
import io.gatehouse.proto.journal.v1.RowChange;
import io.gatehouse.proto.v1.Command;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Folds a journal to what the server knows at its end: roster, policies, places of passes, outings, modes. */
final class Recorded implements JournalVisitor, History {
    final Map<UUID, PassRow> roster = new LinkedHashMap<>();
    final Map<Integer, Map<String, String>> policies = new HashMap<>();
    final Map<Integer, String> communities = new HashMap<>();
    final Map<String, Integer> gates = new HashMap<>();

    private final Map<UUID, PassState> states = new HashMap<>();
    private final Map<Outings, Integer> outings = new HashMap<>();
    private final Set<String> modes = new HashSet<>();
    private String zone;
    private boolean gap;

    private record Outings(int estate, int household, int day) {}

    @Override
    public void record(long position, Record record) {
        switch (record.getBodyCase()) {
            case SCAN -> {
                if (record.getScan().hasPass()) {
                    states.put(
                            id(record.getScan().getPassId()), record.getScan().getPass());
                }
                if (record.getScan().hasOuting()) {
                    count(record.getScan().getOuting());
                }
            }
            case OUTCOME -> {
                if (record.getOutcome().hasPass()) {
                    states.put(
                            id(record.getOutcome().getPassId()),
                            record.getOutcome().getPass());
                }
                if (record.getOutcome().hasOuting()) {
                    count(record.getOutcome().getOuting());
                }
            }
            case CHANGE_SET -> change(record.getChangeSet());
            case POLICY -> policy(record.getPolicy());
            case ESTATE -> {
                communities.remove(record.getEstate().getBefore().getEstateId());
                if (record.getEstate().hasAfter()) {
                    communities.put(
                            record.getEstate().getAfter().getEstateId(),
                            record.getEstate().getAfter().getCommunity());
                }
            }
            case GATE -> {
                gates.remove(record.getGate().getBefore().getGateId());
                if (record.getGate().hasAfter()) {
                    gates.put(
                            record.getGate().getAfter().getGateId(),
                            record.getGate().getAfter().getEstateId());
                }
            }
            case MODE -> mode(record.getMode());
            case DEVICE_EVENT -> deviceEvent(record.getDeviceEvent());
            case SITE -> zone = record.getSite().getTimeZone();
            case GAP -> gap = true;
            default -> {
                // Streams, alarms, starts: nothing that a decision depends on.
            }
        }
    }

    private void change(ChangeSetRecord set) {
        for (RowChange row : set.getRowsList()) {
            if (row.hasAfter()) {
                roster.put(id(row.getAfter().getPassId()), row.getAfter());
            } else {
                roster.remove(id(row.getBefore().getPassId()));
            }
        }
    }

    private void policy(PolicyRecord policy) {
        if (policy.getAfterMap().isEmpty()) {
            policies.remove(policy.getEstateId());
        } else {
            policies.put(policy.getEstateId(), policy.getAfterMap());
        }
    }

    private void mode(ModeRecord mode) {
        String where = mode.getGateId().isEmpty()
                ? mode.getEstateId() == 0 ? "the whole site" : "estate " + mode.getEstateId()
                : "gate " + mode.getGateId();
        modes.removeIf(standing -> standing.startsWith(where + ": "));
        if (mode.getMode() != Command.Kind.KIND_NORMAL) {
            modes.add(where + ": " + mode.getMode());
        }
    }

    private void deviceEvent(DeviceEventRecord event) {
        String what = "gate " + event.getGateId() + ", by itself: emergency opening";
        modes.remove(what);
        if (event.getGateEmergency()) {
            modes.add(what);
        }
    }

    private void count(OutingCount count) {
        outings.put(new Outings(count.getEstateId(), count.getHousehold(), count.getDay()), count.getCount());
    }

    /** Lockdowns and emergency openings that stand, in words. */
    Set<String> modes() {
        return modes;
    }

    /** The site's time zone; null where the journal does not say. */
    String zone() {
        return zone;
    }

    /** Whether salvage has left something out. */
    boolean hasGap() {
        return gap;
    }

    static UUID id(ByteString bytes) {
        if (bytes.size() != 16) {
            return new UUID(0, 0);
        }
        ByteBuffer id = bytes.asReadOnlyByteBuffer();
        return new UUID(id.getLong(), id.getLong());
    }

    @Override
    public int places(long high, long low) {
        PassState state = states.get(new UUID(high, low));
        return state == null
                ? NOWHERE
                : switch (state.getPlace()) {
                    case PLACE_INSIDE -> INSIDE;
                    case PLACE_OUTSIDE -> OUTSIDE;
                    default -> NOWHERE;
                };
    }

    @Override
    public long lastHighUs(long high, long low) {
        PassState state = states.get(new UUID(high, low));
        return state == null ? NEVER : state.getLastHighUs();
    }

    @Override
    public boolean mayHaveBeenHigh() {
        return false;
    }

    @Override
    public int outings(int estate, int household, long firstDay, long lastDay) {
        int sum = 0;
        for (long day = firstDay; day <= lastDay; day++) {
            sum += outings.getOrDefault(new Outings(estate, household, (int) day), 0);
        }
        return sum;
    }
}
