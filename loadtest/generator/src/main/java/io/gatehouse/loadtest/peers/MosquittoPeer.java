package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.run.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The Mosquitto broker: nobody decides behind it, so it has less to do than any of the others. */
record MosquittoPeer(Spawned process, Target target, String describe) implements Peer {
    static Peer start(Setting setting, Programs programs) throws IOException, InterruptedException, PeerMissing {
        PeerKind kind = PeerKind.MOSQUITTO;
        Path program = programs.find(kind, "mosquitto");
        int port = Spawned.freePort();
        Path folder = Spawned.folder(setting.folder(), kind);
        Path configuration = folder.resolve("mosquitto.conf");
        Files.writeString(configuration, """
                listener %d 127.0.0.1
                allow_anonymous true
                persistence false
                max_inflight_messages 0
                max_queued_messages 0
                set_tcp_nodelay true
                log_dest stderr
                log_type error
                log_type warning
                """.formatted(port));
        Spawned process = new Spawned(
                kind.label(),
                folder,
                "TERM",
                setting.cpu(),
                List.of(program.toString(), "-c", configuration.toString()));
        try {
            process.awaitPort(port);
            Target target = setting.target(kind, port, process.pid(), MqttDialect::new);
            return new MosquittoPeer(
                    process,
                    target,
                    version(program) + ": publish with QoS 1, answered by its PUBACK; nobody subscribes");
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private static String version(Path program) throws IOException, InterruptedException {
        // Its help has the version in the first line, and is not a success to it.
        Process help = new ProcessBuilder(program.toString(), "-h")
                .redirectErrorStream(true)
                .start();
        String said = new String(help.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        help.waitFor();
        return said.lines().findFirst().orElse("mosquitto").replace("mosquitto version", "Mosquitto");
    }

    @Override
    public PeerKind kind() {
        return PeerKind.MOSQUITTO;
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
