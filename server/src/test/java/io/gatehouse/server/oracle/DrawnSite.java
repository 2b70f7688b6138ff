package io.gatehouse.server.oracle;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.journal.v1.ChangeSetRecord;
import io.gatehouse.proto.journal.v1.PassRow;
import io.gatehouse.proto.journal.v1.PassRow.Scope;
import io.gatehouse.proto.journal.v1.PassRow.Status;
import io.gatehouse.proto.journal.v1.RowChange;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.PassKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The site of one history, and the changes that happen to it. */
final class DrawnSite {
    private static final long HOUR = TimeUnit.HOURS.toMicros(1);
    private static final String[] ZONES = {"Asia/Shanghai", "Asia/Urumqi", "UTC", "America/New_York", "Asia/Kathmandu"};
    private static final String[] HOURS = {
        "06:00-23:00", "22:00-06:00", "00:00-12:00", "12:00-24:00", "07:30-07:29", "09:00-15:00"
    };

    private final SplittableRandom random;
    private final long start;
    private final int estates;
    private final List<String> gates = new ArrayList<>();
    private final Map<String, Integer> estateOfGate = new HashMap<>();
    private final TreeMap<String, PassRow> rows = new TreeMap<>();
    private final List<String> known = new ArrayList<>();
    private final List<String> strangers = new ArrayList<>();
    private final Map<String, Command.Kind> modes = new LinkedHashMap<>();

    DrawnSite(SplittableRandom random, long start) {
        this.random = random;
        this.start = start;
        this.estates = 3 + random.nextInt(4);
        for (int i = 0; i < 3 + random.nextInt(6); i++) {
            gates.add("g-" + i);
        }
        for (int i = 0; i < 8; i++) {
            strangers.add(draw());
        }
    }

    List<String> gates() {
        return gates;
    }

    /** Ids of the roster's passes, those that were removed among them. */
    List<String> known() {
        return known;
    }

    /** Ids that are not in the roster at first; some are added later. */
    List<String> strangers() {
        return strangers;
    }

    /** A pass of the estate that the gate stands in, or any where that has none. */
    String local(String gate) {
        int from = random.nextInt(known.size());
        for (int i = 0; i < known.size(); i++) {
            PassRow row = rows.get(known.get((from + i) % known.size()));
            if (row != null && row.getEstateId() == estateOfGate.get(gate)) {
                return hex(row);
            }
        }
        return known.get(from);
    }

    /** Estates, gates, policy and roster, as a first start would bring them. */
    List<Input> founding() {
        List<Input> all = new ArrayList<>();
        all.add(new Input.ZoneChange(start, ZONES[0]));
        for (int estate = 1; estate <= estates; estate++) {
            all.add(new Input.EstateChange(start, estate, community()));
        }
        for (String gate : gates) {
            all.add(gate(start, gate));
        }
        all.add(new Input.PolicyChange(start, 0, policy()));
        for (int estate = 1; estate <= estates; estate++) {
            if (random.nextInt(3) > 0) {
                all.add(new Input.PolicyChange(start, estate, policy()));
            }
        }
        for (int i = 0; i < 50 + random.nextInt(150); i++) {
            add(draw());
        }
        for (int estate = 0; estate <= estates; estate++) {
            List<RowChange> of = new ArrayList<>();
            for (PassRow row : rows.values()) {
                if (row.getEstateId() == estate) {
                    of.add(RowChange.newBuilder().setAfter(row).build());
                }
            }
            if (!of.isEmpty()) {
                all.add(new Input.RosterChange(start, ChangeSetRecord.Kind.KIND_FIRST_LOAD, estate, of));
            }
        }
        return all;
    }

    Input change(long now) {
        int what = random.nextInt(100);
        if (what < 40) {
            return mode(now);
        }
        if (what < 80) {
            return roster(now);
        }
        if (what < 90) {
            int estate = random.nextInt(estates + 1);
            boolean removed = estate > 0 && random.nextInt(4) == 0;
            return new Input.PolicyChange(now, estate, removed ? Map.of() : policy());
        }
        if (what < 94) {
            return gate(now, gates.get(random.nextInt(gates.size())));
        }
        if (what < 98) {
            return new Input.EstateChange(now, estate(), community());
        }
        return new Input.ZoneChange(now, ZONES[random.nextInt(ZONES.length)]);
    }

    private Input gate(long now, String gate) {
        int estate = estate();
        estateOfGate.put(gate, estate);
        return new Input.GateChange(now, gate, estate);
    }

    /** Orders stand for a few dozen steps: the older one ends before more than two stand. */
    private Input mode(long now) {
        boolean end = modes.size() > 1 || !modes.isEmpty() && random.nextInt(4) > 0;
        if (end) {
            String scope = modes.keySet().iterator().next();
            modes.remove(scope);
            return scope.startsWith("g")
                    ? new Input.ModeChange(now, Command.Kind.KIND_NORMAL, 0, scope)
                    : new Input.ModeChange(now, Command.Kind.KIND_NORMAL, Integer.parseInt(scope), "");
        }
        Command.Kind kind = random.nextInt(5) == 0 ? Command.Kind.KIND_EMERGENCY_OPEN : Command.Kind.KIND_LOCKDOWN;
        int scope = random.nextInt(10);
        String gate = scope < 6 ? gates.get(random.nextInt(gates.size())) : "";
        int estate = scope < 6 || scope == 9 ? 0 : estate();
        modes.put(gate.isEmpty() ? Integer.toString(estate) : gate, kind);
        return new Input.ModeChange(now, kind, estate, gate);
    }

    private Input roster(long now) {
        int what = random.nextInt(10);
        if (what == 0) {
            String id = strangers.get(random.nextInt(strangers.size()));
            if (!rows.containsKey(id)) {
                add(id);
                PassRow row = rows.get(id);
                return change(now, ChangeSetRecord.Kind.KIND_ORDER, null, row);
            }
        }
        List<PassRow> all = List.copyOf(rows.values());
        PassRow before = all.get(random.nextInt(all.size()));
        boolean free = before.getStatus() != Status.STATUS_REVOKED && !before.getQuarantined();
        if (what == 1 && free) {
            rows.remove(hex(before));
            strangers.add(hex(before));
            return change(now, ChangeSetRecord.Kind.KIND_IMPORT, before, null);
        }
        if (what == 2 && before.getQuarantined()) {
            PassRow after = before.toBuilder().setQuarantined(false).build();
            rows.put(hex(before), after);
            return change(now, ChangeSetRecord.Kind.KIND_RELEASE, before, after);
        }
        PassRow fresh = row(before.getPassId(), before.getEstateId(), before.getKind(), before.getScope());
        PassRow.Builder after = fresh.toBuilder().setQuarantined(before.getQuarantined() || fresh.getQuarantined());
        if (before.getStatus() == Status.STATUS_REVOKED) {
            after.setStatus(Status.STATUS_REVOKED);
        }
        rows.put(hex(before), after.build());
        return change(now, ChangeSetRecord.Kind.KIND_IMPORT, before, after.build());
    }

    private static Input change(long now, ChangeSetRecord.Kind kind, PassRow before, PassRow after) {
        RowChange.Builder row = RowChange.newBuilder();
        if (before != null) {
            row.setBefore(before);
        }
        if (after != null) {
            row.setAfter(after);
        }
        int estate = before != null ? before.getEstateId() : after.getEstateId();
        return new Input.RosterChange(now, kind, estate, List.of(row.build()));
    }

    private void add(String id) {
        PassKind kind =
                random.nextInt(10) < 6 ? PassKind.PASS_KIND_RESIDENT : PassKind.forNumber(1 + random.nextInt(5));
        boolean further = kind.getNumber() >= PassKind.PASS_KIND_STAFF_VALUE;
        Scope scope = further ? Scope.forNumber(1 + random.nextInt(3)) : Scope.SCOPE_ESTATE;
        int estate = scope == Scope.SCOPE_ALL ? 0 : estate();
        ByteString bytes = ByteString.copyFrom(HexFormat.of().parseHex(id));
        rows.put(id, row(bytes, estate, kind, scope));
        if (!known.contains(id)) {
            known.add(id);
        }
    }

    private PassRow row(ByteString id, int estate, PassKind kind, Scope scope) {
        int status = random.nextInt(100);
        return PassRow.newBuilder()
                .setPassId(id)
                .setEstateId(estate)
                .setKind(kind)
                .setScope(scope)
                .setValidFromUs(random.nextInt(9) > 0 ? 0 : start + random.nextLong(-24 * HOUR, 72 * HOUR))
                .setValidUntilUs(random.nextInt(9) > 0 ? 0 : start + random.nextLong(-24 * HOUR, 96 * HOUR))
                .setStatus(
                        status < 88
                                ? Status.STATUS_ACTIVE
                                : status < 94 ? Status.STATUS_SUSPENDED : Status.STATUS_REVOKED)
                .setHousehold(random.nextInt(9))
                .setPropertyListed(random.nextInt(10) > 0)
                .setGridListed(random.nextInt(10) > 0)
                .setDeclared(random.nextInt(12) > 0)
                .setQuarantined(random.nextInt(12) == 0)
                .build();
    }

    private Map<String, String> policy() {
        Map<String, String> policy = new TreeMap<>();
        maybe(policy, "fever-decicelsius", "0", "373", "373", "373", "370", "380");
        maybe(policy, "temperature-required", "true", "false");
        maybe(policy, "temperature-implausible", "true", "false");
        maybe(policy, "temperature-high", "true", "false");
        maybe(policy, "declaration-required", "true", "false");
        maybe(policy, "both-lists-required", "true", "false");
        maybe(policy, "already-inside", "off", "attention", "deny");
        maybe(policy, "already-outside", "off", "attention", "deny");
        maybe(policy, "outings", "0", "1", "2", "5");
        maybe(policy, "outing-days", "1", "2", "3");
        for (PassKind kind :
                List.of(PassKind.PASS_KIND_RESIDENT, PassKind.PASS_KIND_VISITOR, PassKind.PASS_KIND_COURIER)) {
            if (random.nextInt(3) == 0) {
                policy.put(
                        "curfew." + kind.name().substring("PASS_KIND_".length()), HOURS[random.nextInt(HOURS.length)]);
            }
        }
        return policy;
    }

    /** Sets one of the values, or leaves what holds otherwise. */
    private void maybe(Map<String, String> policy, String key, String... values) {
        if (random.nextInt(3) > 0) {
            policy.put(key, values[random.nextInt(values.length)]);
        }
    }

    private String draw() {
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    private int estate() {
        return 1 + random.nextInt(estates);
    }

    private String community() {
        return "community " + random.nextInt(3);
    }

    private static String hex(PassRow row) {
        return HexFormat.of().formatHex(row.getPassId().toByteArray());
    }
}
