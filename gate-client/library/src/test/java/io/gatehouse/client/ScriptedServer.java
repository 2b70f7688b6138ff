package io.gatehouse.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.proto.v1.Ack;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Verdict;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/** A server on a free loopback port that does what a test tells it, one connection after the other. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    ScriptedServer() throws IOException {}

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    @FunctionalInterface
    interface Script {
        void run(Connection connection) throws IOException;
    }

    /** Runs the scripts, one for each connection in turn, on a thread of its own. */
    CompletableFuture<Void> play(Script... scripts) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                for (Script script : scripts) {
                    try (Socket socket = listener.accept()) {
                        socket.setTcpNoDelay(true);
                        script.run(new Connection(socket));
                    }
                }
                done.complete(null);
            } catch (Throwable failed) {
                done.completeExceptionally(failed);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    static ServerMessage decision(long sequence) {
        return ServerMessage.newBuilder()
                .setDecision(Decision.newBuilder()
                        .setSequence(sequence)
                        .setVerdict(Verdict.VERDICT_ALLOW)
                        .addReasons(Reason.REASON_OK))
                .build();
    }

    static ServerMessage ack(long sequence) {
        return ServerMessage.newBuilder()
                .setAck(Ack.newBuilder().setDurableSequence(sequence))
                .build();
    }

    static ServerMessage welcome(long durable, int decisionDeadlineMs) {
        return ServerMessage.newBuilder()
                .setWelcome(Harness.welcome(durable).setDecisionDeadlineMs(decisionDeadlineMs))
                .build();
    }

    /** One accepted connection. */
    static final class Connection {
        private final Socket socket;
        private final InputStream in;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        GateMessage read() throws IOException {
            return GateMessage.parseDelimitedFrom(in);
        }

        GateMessage read(GateMessage.BodyCase expected) throws IOException {
            GateMessage message = read();
            assertEquals(expected, message.getBodyCase(), message.toString());
            return message;
        }

        void writeJoined(ServerMessage... messages) throws IOException {
            socket.getOutputStream().write(bytes(messages));
        }

        void writeByteByByte(ServerMessage... messages) throws IOException {
            for (byte b : bytes(messages)) {
                socket.getOutputStream().write(b);
                socket.getOutputStream().flush();
            }
        }

        void writeRaw(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        private static byte[] bytes(ServerMessage... messages) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (ServerMessage message : messages) {
                message.writeDelimitedTo(out);
            }
            return out.toByteArray();
        }
    }
}
