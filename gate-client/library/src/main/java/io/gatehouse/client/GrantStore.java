package io.gatehouse.client;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.GatePolicy;
import io.gatehouse.proto.v1.Grant;
import java.util.Collection;
import java.util.Optional;

/** What the gate holds of grants and orders, to decide by itself. Used by one thread. */
public interface GrantStore {
    /** Returns the roster version of the grants in use, 0 for none. */
    long rosterVersion();

    /** Returns the grant for a pass. */
    Optional<Grant> grant(ByteString passId);

    /** Returns the policy that came with the grants. */
    Optional<GatePolicy> policy();

    /** Returns the mode in force: KIND_NORMAL until another one came. */
    Command.Kind mode();

    /** Returns the id of the command that set the mode, 0 for none. */
    long commandId();

    /** Keeps a mode. */
    void mode(long commandId, Command.Kind mode);

    /** Puts a complete update in force, in one step. */
    void apply(Update update);

    /**
     * All parts of an update together.
     *
     * @param reset whether every grant held before goes first
     * @param policy null where the update brings none: the one held stays
     */
    record Update(
            long rosterVersion,
            boolean reset,
            Collection<Grant> upsert,
            Collection<ByteString> remove,
            GatePolicy policy) {}
}
