package io.gatehouse.loadtest.journal;

import io.gatehouse.checker.JournalEnd;
import io.gatehouse.checker.JournalFile;
import io.gatehouse.loadtest.plan.History;
import io.gatehouse.loadtest.plan.PlanException;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.PassKind;
import io.gatehouse.loadtest.site.Passes;
import io.gatehouse.loadtest.site.Policy;
import io.gatehouse.loadtest.site.Rules;
import io.gatehouse.loadtest.site.Scope;
import io.gatehouse.loadtest.site.Site;
import io.gatehouse.loadtest.site.Standing;
import io.gatehouse.proto.journal.v1.PassRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server's journal says before a run.
 *
 * @param site roster, policies and register as the journal has them, with the tokens of the site folder
 * @param history places of passes, temperatures and outings
 * @param position where the run's own records begin, in bytes of the whole journal
 * @param mind what is not known, in words for a person; null where all is
 */
public record JournalStart(Site site, History history, long position, String mind) {
    /** Of a server whose journal nobody reads. */
    public static JournalStart of(Site site, History history, String mind) {
        return new JournalStart(site, history, 0, mind);
    }

    /**
     * Reads a journal to its end.
     *
     * @param dataDir the server's data folder; nothing in it is changed
     * @param folder the site folder's content, for the tokens, and for the roster where the journal no longer has it
     * @throws PlanException where something stands that no plan can allow for, in words for a person
     */
    public static JournalStart read(Path dataDir, Site folder) throws IOException, PlanException, InterruptedException {
        long first = JournalFile.firstPosition(dataDir);
        Recorded[] folded = new Recorded[1];
        JournalEnd end = AtRest.read(() -> {
            // Begun anew each time: a reading that broke off has folded a part.
            folded[0] = new Recorded();
            return first == 0 ? JournalFile.read(dataDir, folded[0]) : JournalFile.readWhatIsLeft(dataDir, folded[0]);
        });
        Recorded recorded = folded[0];
        if (end.segments() == 0) {
            throw new PlanException(dataDir + " has no journal: --verify-journal takes the server's data folder");
        }
        if (!recorded.modes().isEmpty()) {
            throw new PlanException("a mode stands that no plan allows for: " + String.join("; ", recorded.modes()));
        }
        if (first > 0 || recorded.hasGap()) {
            String mind = first > 0
                    ? "the journal begins at position %,d: retention has deleted what was before".formatted(first)
                    : "salvage has left a part of the journal out";
            return new JournalStart(
                    folder,
                    History.UNKNOWN,
                    end.position(),
                    mind + ", so the roster is taken from the site folder and answers that depend on earlier scans"
                            + " are checked against all that are possible");
        }
        return new JournalStart(site(recorded, folder), recorded, end.position(), null);
    }

    private static Site site(Recorded recorded, Site folder) {
        Passes passes = new Passes();
        recorded.roster.forEach((id, row) -> {
            PassKind kind = PassKind.valueOf(row.getKind().name().substring("PASS_KIND_".length()));
            Standing standing = row.getQuarantined() ? Standing.QUARANTINED : Standing.GOOD;
            int pass = passes.add(
                    id.getMostSignificantBits(), id.getLeastSignificantBits(), row.getEstateId(), kind, standing);
            passes.reach(
                    pass,
                    row.getEstateId(),
                    kind,
                    Scope.valueOf(row.getScope().name().substring("SCOPE_".length())),
                    row.getHousehold());
            passes.papers(pass, row.getValidFromUs(), row.getValidUntilUs(), papers(row));
        });
        List<Gate> gates = folder.gates().stream()
                .map(gate -> new Gate(gate.id(), recorded.gates.getOrDefault(gate.id(), gate.estate()), gate.token()))
                .toList();
        return new Site(gates, passes, rules(recorded, folder.rules().zone()));
    }

    private static Rules rules(Recorded recorded, ZoneId zone) {
        Map<String, String> defaults = recorded.policies.getOrDefault(0, Map.of());
        Map<Integer, Policy> policies = new HashMap<>();
        recorded.policies.forEach((estate, own) -> {
            Map<String, String> both = new TreeMap<>(defaults);
            both.putAll(own);
            policies.put(estate, Policy.of(both));
        });
        policies.remove(0);
        return new Rules(
                recorded.communities,
                policies,
                Policy.of(defaults),
                recorded.zone() == null ? zone : ZoneId.of(recorded.zone()));
    }

    private static int papers(PassRow row) {
        int status = switch (row.getStatus()) {
            case STATUS_SUSPENDED -> Passes.SUSPENDED;
            case STATUS_REVOKED -> Passes.REVOKED;
            default -> 0;
        };
        return status
                | (row.getDeclared() ? Passes.DECLARED : 0)
                | (row.getPropertyListed() ? Passes.PROPERTY_LISTED : 0)
                | (row.getGridListed() ? Passes.GRID_LISTED : 0)
                | (row.getQuarantined() ? Passes.QUARANTINED : 0);
    }
}
