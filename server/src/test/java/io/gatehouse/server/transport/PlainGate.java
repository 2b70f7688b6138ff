package io.gatehouse.server.transport;

import io.gatehouse.proto.v1.ServerMessage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A gate on a blocking socket. Reads give up after 20 s. */
final class PlainGate implements AutoCloseable {
    final Socket socket;
    private final InputStream in;

    PlainGate(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(byte[] bytes, int from, int to) throws IOException {
        socket.getOutputStream().write(bytes, from, to - from);
    }

    /** The next frame, or null where the server has ended its output. */
    ServerMessage next() throws IOException {
        return ServerMessage.parseDelimitedFrom(in);
    }

    /** The next one that is of this kind: all others are passed over, a refusal is never. */
    ServerMessage next(ServerMessage.BodyCase kind) throws IOException {
        while (true) {
            ServerMessage message = next();
            if (message == null) {
                throw new IOException("ended before a " + kind);
            }
            if (message.getBodyCase() == kind) {
                return message;
            }
            if (message.hasRefusal()) {
                throw new IOException("refused: " + message.getRefusal());
            }
        }
    }

    PlainGate open(int gate, long stream) throws IOException {
        send(LoopSite.hello(gate, stream));
        next(ServerMessage.BodyCase.WELCOME);
        return this;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
