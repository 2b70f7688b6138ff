package io.gatehouse.client;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.GatePolicy;
import io.gatehouse.proto.v1.Grant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Grants and mode in memory: gone with the process, sent again by the server. Not thread-safe. */
public final class MemoryGrantStore implements GrantStore {
    private final Map<ByteString, Grant> grants = new HashMap<>();
    private long rosterVersion;
    private GatePolicy policy;
    private Command.Kind mode = Command.Kind.KIND_NORMAL;
    private long commandId;

    @Override
    public long rosterVersion() {
        return rosterVersion;
    }

    @Override
    public Optional<Grant> grant(ByteString passId) {
        return Optional.ofNullable(grants.get(passId));
    }

    @Override
    public Optional<GatePolicy> policy() {
        return Optional.ofNullable(policy);
    }

    @Override
    public Command.Kind mode() {
        return mode;
    }

    @Override
    public long commandId() {
        return commandId;
    }

    @Override
    public void mode(long id, Command.Kind kind) {
        commandId = id;
        mode = kind;
    }

    @Override
    public void apply(Update update) {
        if (update.reset()) {
            grants.clear();
        }
        update.remove().forEach(grants::remove);
        update.upsert().forEach(grant -> grants.put(grant.getPassId(), grant));
        rosterVersion = update.rosterVersion();
        if (update.policy() != null) {
            policy = update.policy();
        }
    }
}
