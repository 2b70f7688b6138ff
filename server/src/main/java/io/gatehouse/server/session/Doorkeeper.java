package io.gatehouse.server.session;

import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.server.log.LogEvent;
import io.gatehouse.server.metrics.Refused;
import io.gatehouse.server.seam.Clock;
import io.gatehouse.server.seam.Rng;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may come in: holds the {@link Caps}, so that one party can't take what is for all. Any event loop; its lock is
 * taken when connections come, log in and go, never for a scan.
 */
public final class Doorkeeper {
    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);
    /** Between two lines about the same cap: a flood must not fill the log. */
    private static final long LOG_EVERY_NANOS = 60_000_000_000L;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Clock clock;
    private final Rng rng;
    private final Caps caps;
    private final Rate rate;
    private final long gateSeed;
    private final Takeovers takeovers = new Takeovers();
    private final Sources sources;
    private final FailedLogins failedSources;
    private final FailedLogins failedGates;
    /** Where each gate of the register logged in last. */
    private final Map<Integer, Long> homes = new HashMap<>();

    private final Map<Refused, Told> told = new EnumMap<>(Refused.class);
    private long due = Rate.FRESH;
    private int connections;
    private int notLoggedIn;
    private int heardOut;

    private static final class Told {
        boolean logged;
        long atNanos;
        long since;
    }

    public Doorkeeper(Clock clock, Rng rng, Caps caps) {
        this.clock = clock;
        this.rng = rng;
        this.caps = caps;
        // All of them now: without a descriptor left not even a class can be loaded.
        for (Refused refused : Refused.values()) {
            told.put(refused, new Told());
        }
        gateSeed = rng.nextLong();
        rate = new Rate(1_000_000_000L / caps.acceptsPerSecond(), caps.acceptsPerSecond());
        sources = new Sources(caps.source());
        failedSources = new FailedLogins(caps.logins(), caps.source().tracked());
        failedGates = new FailedLogins(caps.logins(), caps.source().tracked());
    }

    // ---- connections come and go --------------------------------------------------------------------

    /** A connection was accepted. Whoever is let in has to {@link #leave}; whoever is not has never been there. */
    public synchronized Visitor arrive(InetAddress address) {
        long now = clock.nanos();
        Visitor.Source source = sources.of(address);
        Refused refused = against(source, now);
        if (refused != null) {
            if (source != null) {
                sources.remember(source, now);
            }
            tell(refused, "the last from " + address.getHostAddress(), now);
            return new Visitor(source, refused);
        }
        if (source != null) {
            sources.arrived(source);
        }
        due = rate.after(due, now);
        connections++;
        notLoggedIn++;
        return new Visitor(source, null);
    }

    /** The caps of the source first: what it is refused it does not take from others. */
    private Refused against(Visitor.Source source, long now) {
        if (source != null && !sources.accept(source, now)) {
            return Refused.SOURCE_RATE;
        } else if (source != null && sources.full(source)) {
            return Refused.SOURCE_CONNECTIONS;
        } else if (connections >= caps.connections()) {
            return Refused.CONNECTIONS;
        } else if (notLoggedIn >= caps.notLoggedIn()) {
            return Refused.NOT_LOGGED_IN;
        }
        return rate.allows(due, now) ? null : Refused.RATE;
    }

    /** The socket of a connection that was let in is closed. */
    public synchronized void leave(Visitor visitor) {
        if (visitor.left) {
            return;
        }
        visitor.left = true;
        connections--;
        if (!visitor.loggedIn) {
            notLoggedIn--;
        }
        if (visitor.source != null) {
            sources.left(visitor.source, clock.nanos());
        }
    }

    /** Connections that are open at most. */
    public int allowed() {
        return caps.connections();
    }

    // ---- refusals -----------------------------------------------------------------------------------

    /** Whether one more of those refused may hear why; each has to {@link #endHearingOut}. */
    public synchronized boolean hearOut() {
        if (heardOut >= caps.heardOut()) {
            return false;
        }
        heardOut++;
        return true;
    }

    public synchronized void endHearingOut() {
        heardOut--;
    }

    /** What those hear. */
    public ServerMessage refusal() {
        return Messages.refusal(CloseReason.OVERLOADED, 0, retryAfterMillis(rng));
    }

    /** Drawn for each, so that they do not come back all at once. */
    static long retryAfterMillis(Rng rng) {
        return rng.between(2_000, 10_000);
    }

    /** Accepting a connection failed, most likely for want of a descriptor. */
    public synchronized void noDescriptor(Throwable cause) {
        tell(Refused.DESCRIPTORS, cause.getMessage(), clock.nanos());
    }

    private void tell(Refused refused, String why, long now) {
        Told before = told.get(refused);
        before.since++;
        if (!before.logged || now - before.atNanos >= LOG_EVERY_NANOS) {
            LogEvent.CONNECTIONS_REFUSED
                    .warn(LOG)
                    .log(
                            "connections refused, cap {}: {} since the last such line, {}",
                            refused.label(),
                            before.since,
                            why);
            before.since = 0;
            before.logged = true;
            before.atNanos = now;
        }
    }

    // ---- logins -------------------------------------------------------------------------------------

    /**
     * A Hello's token was compared. After too many failures from its address or for its gate it counts only if the gate
     * logged in from there last: others behind the same router go on, and whoever guesses learns nothing more.
     *
     * @param gate number of the gate whose token it is, or -1 where it is none
     * @return nanoseconds that the next one has to wait, and this one does not count; 0 where it does
     */
    synchronized long login(Visitor visitor, String gateId, int gate) {
        if (visitor.source != null) {
            long source = visitor.source.key;
            long now = clock.nanos();
            long delay = Math.max(failedSources.delayNanos(source, now), failedGates.delayNanos(hash(gateId), now));
            if (delay > 0 && (gate < 0 || !Long.valueOf(source).equals(homes.get(gate)))) {
                tell(Refused.FAILED_LOGINS, "see failed-login-delay", now);
                return delay;
            }
            if (gate < 0) {
                failedSources.failed(source, now);
                failedGates.failed(hash(gateId), now);
            } else {
                homes.put(gate, source);
            }
        }
        if (gate >= 0 && !visitor.loggedIn && !visitor.left) {
            visitor.loggedIn = true;
            notLoggedIn--;
        }
        return 0;
    }

    /** Unknown gates are remembered like known ones, so that nobody can tell them apart; hence no string of theirs. */
    private long hash(String gateId) {
        long hash = FNV_OFFSET ^ gateSeed;
        for (int i = 0; i < gateId.length(); i++) {
            hash = (hash ^ gateId.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** Addresses that take memory. */
    synchronized int sources() {
        return sources.size();
    }

    /**
     * When a gate with its Welcome was last heard, by the clock's nanoseconds. Any thread.
     *
     * @param never returned where it was not since the start
     */
    public long lastHeardNanos(int gate, long never) {
        return takeovers.lastHeardNanos(gate, never);
    }

    Takeovers takeovers() {
        return takeovers;
    }
}
