package io.gatehouse.client;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Applied;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Grant;
import io.gatehouse.proto.v1.GrantUpdate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Takes commands and grants, and says what to confirm. Parts of grants are collected aside until they are complete. */
final class Orders {
    private final GrantStore store;
    private final GateListener listener;
    private final Map<ByteString, Grant> upsert = new LinkedHashMap<>();
    private final Set<ByteString> remove = new LinkedHashSet<>();
    private boolean reset;

    Orders(GrantStore store, GateListener listener) {
        this.store = store;
        this.listener = listener;
    }

    /** Returns the confirmation; null where none is due. */
    GateMessage onCommand(Command command) {
        switch (command.getKind()) {
            case KIND_SHOW_TEXT -> listener.onText(command.getText());
            case KIND_NORMAL, KIND_LOCKDOWN, KIND_EMERGENCY_OPEN -> {
                store.mode(command.getCommandId(), command.getKind());
                listener.onMode(command.getKind());
                return applied();
            }
            default -> {
                // A kind of a later version: not obeyed, so not confirmed either.
            }
        }
        return null;
    }

    /** Returns the confirmation with the last part, null before. */
    GateMessage onGrants(GrantUpdate part) {
        if (part.getReset() && !reset) {
            throwAway();
            reset = true;
        }
        for (ByteString passId : part.getRemoveList()) {
            upsert.remove(passId);
            remove.add(passId);
        }
        for (Grant grant : part.getUpsertList()) {
            remove.remove(grant.getPassId());
            upsert.put(grant.getPassId(), grant);
        }
        if (!part.getComplete()) {
            return null;
        }
        store.apply(new GrantStore.Update(
                part.getRosterVersion(), reset, upsert.values(), remove, part.hasPolicy() ? part.getPolicy() : null));
        throwAway();
        listener.onGrants(store.rosterVersion());
        return applied();
    }

    void onDisconnected() {
        throwAway();
    }

    private void throwAway() {
        upsert.clear();
        remove.clear();
        reset = false;
    }

    private GateMessage applied() {
        return GateMessage.newBuilder()
                .setApplied(Applied.newBuilder()
                        .setRosterVersion(store.rosterVersion())
                        .setCommandId(store.commandId()))
                .build();
    }
}
