package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.link.Speech;
import io.gatehouse.loadtest.run.Target;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The peers that are Java, with the flags of our own server. They end when this process does. */
final class JvmPeer implements Peer {
    private static final List<String> FLAGS =
            List.of("-Xms512m", "-Xmx1g", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Djava.net.preferIPv4Stack=true");
    private static final String GRPC_MAIN = "io.gatehouse.loadtest.peers.grpc.GrpcPeer";

    private final PeerKind kind;
    private final Spawned process;
    private final Target target;
    private final String words;

    private JvmPeer(PeerKind kind, Spawned process, Target target, String words) {
        this.kind = kind;
        this.process = process;
        this.target = target;
        this.words = words;
    }

    /** @param main whose echo subcommand it is */
    static Peer echo(Setting setting, Class<?> main) throws IOException, InterruptedException {
        String classPath = absolute(System.getProperty("java.class.path"));
        List<String> arguments = List.of("-cp", classPath, main.getName(), "echo", "--port", "0", "--until-eof");
        Path folder = Spawned.folder(setting.folder(), PeerKind.ECHO);
        Spawned process = start(PeerKind.ECHO, setting, folder, arguments);
        try {
            int port = process.awaitReadyLine("echo ready ");
            Target target = setting.target(port, process.pid(), Speech.echo());
            return new JvmPeer(PeerKind.ECHO, process, target, "bare Netty: one handler, one copy, one flush a read");
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** @param classPath of the gRPC peer */
    static Peer grpc(Setting setting, String classPath) throws IOException, InterruptedException, PeerMissing {
        String first = classPath.split(File.pathSeparator)[0];
        if (!Files.exists(Path.of(first))) {
            throw new PeerMissing("./gatehouse build (there is no " + first + ")");
        }
        Path folder = Spawned.folder(setting.folder(), PeerKind.GRPC);
        Path roster = folder.resolve("roster");
        setting.roster().write(roster);
        Spawned process = start(
                PeerKind.GRPC, setting, folder, List.of("-cp", absolute(classPath), GRPC_MAIN, roster.toString()));
        try {
            int port = process.awaitReadyLine("grpc ready ");
            Target target = setting.target(PeerKind.GRPC, port, process.pid(), gate -> new GrpcDialect());
            String words = "grpc-java bidirectional stream, generated protobuf, ConcurrentHashMap, direct executor";
            return new JvmPeer(PeerKind.GRPC, process, target, words);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** A peer runs in a folder of its own. */
    private static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Spawned start(PeerKind kind, Setting setting, Path folder, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(arguments);
        return new Spawned(kind.label(), folder, "TERM", setting.cpu(), command);
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
