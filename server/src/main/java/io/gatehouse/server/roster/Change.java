package io.gatehouse.server.roster;

import java.util.List;
import java.util.Map;

/**
 * What the site or an operator changes. A change is offered without a version; the engine gives it one, and that stands
 * in the journal. {@code before} is null where something is added, {@code after} where it is removed.
 */
public sealed interface Change {

    /** {@code ChangeSetRecord.Kind} numbers. */
    int FIRST_LOAD = 1;

    int IMPORT = 2;
    int ORDER = 3;
    int RELEASE = 4;
    int UNDO = 5;

    /**
     * One change of the roster of one estate.
     *
     * @param kind {@link #FIRST_LOAD} to {@link #UNDO}
     * @param estateId 0 for passes of scope ALL
     * @param baseVersion the version of that estate that this was diffed against; refused when it has moved since
     * @param fileSha256 hex; empty where no file
     */
    record PassChanges(
            long id,
            int kind,
            int estateId,
            long baseVersion,
            String source,
            String fileSha256,
            String who,
            String why,
            List<RowChange> rows)
            implements Change {
        public PassChanges {
            rows = List.copyOf(rows);
        }
    }

    record EstateChange(EstateRow before, EstateRow after) implements Change {}

    record GateChange(GateRow before, GateRow after) implements Change {}

    /**
     * @param estateId 0 for the defaults
     * @param before empty where none stood
     * @param after keys and values as {@link Policy#of} takes them; empty where removed
     */
    record PolicyChange(int estateId, Map<String, String> before, Map<String, String> after) implements Change {
        public PolicyChange {
            before = Map.copyOf(before);
            after = Map.copyOf(after);
        }
    }

    /**
     * @param mode {@code Command.Kind} number: LOCKDOWN, EMERGENCY_OPEN or NORMAL
     * @param estateId 0 with an empty gateId: the whole site
     */
    record ModeChange(long commandId, int mode, int estateId, String gateId, String who, String why)
            implements Change {}

    record SiteChange(String timeZone) implements Change {}

    /** The process took the journal up. */
    record Started(long journalId, String version) implements Change {}

    /** {@code passes*.csv} are in: they are not read again. */
    record FirstLoadDone(long passes, int files) implements Change {}
}
