package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.run.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Redis with a key for each pass: in memory alone, or with a stream of scans in a file that is synced before answers. */
final class RedisPeer implements Peer {
    private static final int LOOK_AGAIN_MS = 20;

    private final PeerKind kind;
    private final Spawned process;
    private final int port;
    private final Target target;
    private final String words;

    private RedisPeer(PeerKind kind, Spawned process, int port, Target target, String words) {
        this.kind = kind;
        this.process = process;
        this.port = port;
        this.target = target;
        this.words = words;
    }

    static Peer start(Setting setting, Programs programs, boolean keeps)
            throws IOException, InterruptedException, PeerMissing {
        PeerKind kind = keeps ? PeerKind.REDIS_AOF : PeerKind.REDIS;
        String program = programs.find(kind, "redis-server").toString();
        String version = version(Spawned.run(program, "--version"));
        Path folder = Spawned.folder(setting.folder(), kind);
        int port = Spawned.freePort();
        Spawned process =
                new Spawned(kind.label(), folder, "TERM", setting.cpu(), command(program, folder, port, keeps));
        try {
            process.awaitPort(port);
            try (RedisClient client = new RedisClient(port)) {
                client.load(setting.roster());
            }
            Target target = setting.target(kind, port, process.pid(), gate -> new RedisDialect(gate, keeps));
            String words = keeps
                    ? "GET and XADD of each scan, append-only file, appendfsync always, no rewrite while measured"
                    : "GET of each scan's pass, nothing kept";
            Peer peer = new RedisPeer(kind, process, port, target, version + ": " + words);
            peer.tidy();
            return peer;
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private static List<String> command(String program, Path folder, int port, boolean keeps) {
        List<String> command = new ArrayList<>(List.of(program, "--port", Integer.toString(port)));
        command.addAll(List.of("--bind", "127.0.0.1", "--protected-mode", "no", "--daemonize", "no", "--save", ""));
        command.addAll(List.of("--dir", folder.toString(), "--loglevel", "warning"));
        command.addAll(List.of("--appendonly", keeps ? "yes" : "no", "--appendfsync", "always"));
        command.addAll(List.of("--auto-aof-rewrite-percentage", "0"));
        return command;
    }

    private static String version(String said) {
        return said.replaceAll("(?s).*?\\bv=(\\S+).*", "Redis $1").strip();
    }

    /** The scans of the last drive go, and the file is written anew without them: the disk would fill. */
    @Override
    public void tidy() throws IOException, InterruptedException {
        if (kind != PeerKind.REDIS_AOF) {
            return;
        }
        try (RedisClient client = new RedisClient(port)) {
            client.call("DEL", RedisDialect.STREAM);
            client.call("BGREWRITEAOF");
            while (rewriting(client.call("INFO", "persistence"))) {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
            }
        }
    }

    private static boolean rewriting(String info) {
        return info.contains("aof_rewrite_in_progress:1") || info.contains("aof_rewrite_scheduled:1");
    }

    @Override
    public PeerKind kind() {
        return kind;
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public String describe() {
        return words;
    }

    @Override
    public String ended() throws InterruptedException {
        return process.ended();
    }

    @Override
    public void close() {
        process.close();
    }
}
