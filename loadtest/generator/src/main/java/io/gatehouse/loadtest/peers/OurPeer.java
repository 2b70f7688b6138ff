package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.run.Target;

/** Our own server, which somebody else has started and will stop. */
public record OurPeer(Target target) implements Peer {
    @Override
    public PeerKind kind() {
        return PeerKind.OURS;
    }

    @Override
    public String describe() {
        return "all checks, journaled; a decision may come before the disk has it, the ack never";
    }

    @Override
    public String ended() {
        boolean alive =
                ProcessHandle.of(target.pid()).map(ProcessHandle::isAlive).orElse(false);
        return alive ? null : "there is no process %d any more".formatted(target.pid());
    }

    @Override
    public void close() {
        // Not ours to end.
    }
}
