package io.gatehouse.server.oracle;

import io.gatehouse.proto.journal.v1.ChangeSetRecord;
import io.gatehouse.proto.journal.v1.RowChange;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.DeviceEvent;
import io.gatehouse.proto.v1.Direction;
import java.util.List;
import java.util.Map;

/** One thing that happens to the server, in the words of nobody's implementation. Times are microseconds since 1970. */
sealed interface Input {
    /** The server's clock when it came. */
    long atUs();

    /** What a gate did with a scan by itself. */
    enum Acted {
        /** The scan is live: the server is to decide. */
        NO,
        OPENED,
        KEPT_CLOSED
    }

    /** No temperature was measured. */
    int NOT_MEASURED = -1;

    /** A gate's message of its current stream. */
    sealed interface FromGate extends Input {
        String gate();
    }

    /** A gate's message that carries a number of its current stream. */
    sealed interface Sequenced extends FromGate {
        long sequence();
    }

    /** @param offsetUs the gate's clock minus the server's */
    record Scan(
            long atUs,
            String gate,
            long sequence,
            String passHex,
            long scannedAtUs,
            Direction direction,
            int temperature,
            Acted acted,
            long offsetUs)
            implements Sequenced {}

    record Event(long atUs, String gate, long sequence, DeviceEvent.Kind kind, long occurredAtUs, long offsetUs)
            implements Sequenced {}

    record Outcome(
            long atUs,
            String gate,
            long sequence,
            long scanSequence,
            String passHex,
            Direction direction,
            long actedAtUs,
            boolean opened,
            long offsetUs)
            implements Sequenced {}

    record Lost(long atUs, String gate, long sequence, long firstSequence, boolean acknowledged) implements Sequenced {}

    record Hello(long atUs, String gate, long streamId) implements FromGate {}

    record RosterChange(long atUs, ChangeSetRecord.Kind kind, int estateId, List<RowChange> rows) implements Input {}

    /**
     * @param estateId 0 for the policy that holds where an estate says nothing
     * @param after empty: the estate has no policy of its own any more
     */
    record PolicyChange(long atUs, int estateId, Map<String, String> after) implements Input {}

    /** An order; estate 0 and no gate is the whole site. */
    record ModeChange(long atUs, Command.Kind kind, int estateId, String gateId) implements Input {}

    /** A gate was entered into the register, or stands in another estate now. */
    record GateChange(long atUs, String gateId, int estateId) implements Input {}

    record EstateChange(long atUs, int estateId, String community) implements Input {}

    record ZoneChange(long atUs, String zone) implements Input {}
}
