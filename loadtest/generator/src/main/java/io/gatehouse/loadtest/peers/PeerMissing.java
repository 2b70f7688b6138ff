package io.gatehouse.loadtest.peers;

/** A peer that is not on this machine; the message says what would bring it. */
final class PeerMissing extends Exception {
    private static final long serialVersionUID = 1L;

    PeerMissing(String message) {
        super(message);
    }

    static PeerMissing debian(PeerKind kind) {
        return new PeerMissing("sudo apt-get install -y --no-install-recommends " + kind.debianPackage());
    }
}
