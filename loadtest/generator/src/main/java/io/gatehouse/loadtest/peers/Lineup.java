package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.run.RunFailed;
import io.gatehouse.loadtest.run.SiteScans;
import io.gatehouse.loadtest.run.Target;
import io.gatehouse.loadtest.site.Gate;
import io.gatehouse.loadtest.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The peers of one comparison: started one after the other, ended all together, and nothing of them left. */
public final class Lineup implements AutoCloseable {
    private final Setting setting;
    private final Programs programs;
    private final List<Peer> peers = new ArrayList<>();
    private final Map<PeerKind, String> missing = new EnumMap<>(PeerKind.class);
    private boolean closed;

    /**
     * One without peers yet.
     *
     * @param gates each of them has one connection
     * @param seed of the scans
     * @param folder is made where it is missing, and removed where it is empty in the end
     * @param cpu that peers are pinned to, as taskset has it; null = not at all
     */
    public Lineup(Site site, List<Gate> gates, long seed, Path folder, String cpu) throws IOException {
        this(setting(site, gates, seed, Files.createDirectories(folder).toAbsolutePath(), cpu), Programs.installed());
    }

    Lineup(Setting setting, Programs programs) {
        this.setting = setting;
        this.programs = programs;
    }

    private static Setting setting(Site site, List<Gate> gates, long seed, Path folder, String cpu) {
        Roster roster = new Roster(site.passes());
        SiteScans scans = SiteScans.of(gates, site.passes(), seed);
        return new Setting(roster, scans, roster.answers(scans, gates.size()), gates.size(), folder, cpu);
    }

    /** Our own server, which somebody else has started. */
    public void add(Target ours) {
        take(new OurPeer(ours));
    }

    /** One that is there already; it is closed with the others. */
    void add(Peer peer) {
        take(peer);
    }

    /**
     * Starts one, or notes that it is missing.
     *
     * @param main whose echo subcommand is the echo
     * @param grpcClassPath of the gRPC peer
     * @throws RunFailed where it is there and does not start
     */
    public void start(PeerKind kind, Class<?> main, String grpcClassPath) throws RunFailed, InterruptedException {
        try {
            take(
                    switch (kind) {
                        case OURS -> throw new IllegalArgumentException("our own server is added");
                        case ECHO -> JvmPeer.echo(setting, main);
                        case GRPC -> JvmPeer.grpc(setting, grpcClassPath);
                        case REDIS -> RedisPeer.start(setting, programs, false);
                        case REDIS_AOF -> RedisPeer.start(setting, programs, true);
                        case MOSQUITTO -> MosquittoPeer.start(setting, programs);
                        case POSTGRESQL -> PostgresPeer.start(setting, programs);
                    });
        } catch (PeerMissing e) {
            missing.put(kind, e.getMessage());
        } catch (IOException e) {
            throw new RunFailed(kind.label() + ": " + e.getMessage(), e);
        }
    }

    private synchronized void take(Peer peer) {
        if (closed) {
            peer.close();
            throw new IllegalStateException("closed while " + peer.kind().label() + " was starting");
        }
        peers.add(peer);
    }

    /** Those that are there, in the order in which they came. */
    public synchronized List<Peer> peers() {
        return List.copyOf(peers);
    }

    /** Those that are not on this machine, with what would bring them. */
    public Map<PeerKind, String> missing() {
        return missing;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    int connections() {
        return setting.connections();
    }

    /** Ends all that was started, from any thread. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        peers.forEach(Peer::close);
        String[] left = setting.folder().toFile().list();
        if (left != null && left.length == 0) {
            Spawned.deleteQuietly(setting.folder());
        }
    }
}
