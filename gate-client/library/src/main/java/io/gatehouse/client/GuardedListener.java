package io.gatehouse.client;

import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Refusal;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;

/** Keeps what a device's listener throws away from the session, and logs it. */
final class GuardedListener implements GateListener {
    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(GateClient.class);

    private final GateListener listener;

    GuardedListener(GateListener listener) {
        this.listener = listener;
    }

    private static void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException thrown) {
            LOG.warn("a gate listener failed", thrown);
        }
    }

    @Override
    public void onState(GateState state) {
        guard(() -> listener.onState(state));
    }

    @Override
    public void onSent(long streamId, GateMessage message) {
        guard(() -> listener.onSent(streamId, message));
    }

    @Override
    public void onDecision(long streamId, Decision decision, boolean obeyed) {
        guard(() -> listener.onDecision(streamId, decision, obeyed));
    }

    @Override
    public void onResult(ScanResult result) {
        guard(() -> listener.onResult(result));
    }

    @Override
    public void onAcknowledged(long streamId, long durableSequence) {
        guard(() -> listener.onAcknowledged(streamId, durableSequence));
    }

    @Override
    public void onStream(long streamId, long keepFrom) {
        guard(() -> listener.onStream(streamId, keepFrom));
    }

    @Override
    public void onRefused(Refusal refusal) {
        guard(() -> listener.onRefused(refusal));
    }

    @Override
    public void onViolation(String what) {
        guard(() -> listener.onViolation(what));
    }

    @Override
    public void onMode(Command.Kind mode) {
        guard(() -> listener.onMode(mode));
    }

    @Override
    public void onText(String text) {
        guard(() -> listener.onText(text));
    }

    @Override
    public void onGrants(long rosterVersion) {
        guard(() -> listener.onGrants(rosterVersion));
    }
}
