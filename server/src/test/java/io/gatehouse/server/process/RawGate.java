package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Direction;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.ServerMessage.BodyCase;
import io.gatehouse.proto.v1.Welcome;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One connection that sends what it is told to, right or wrong, and does nothing by itself. */
final class RawGate implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;

    final Socket socket;
    private final InputStream in;
    /** The message of the last frame, byte for byte. */
    byte[] lastFrame;

    RawGate(InetSocketAddress address) throws IOException {
        this(new Socket(), address);
    }

    /** @param from the address of this machine that it comes from; null for any */
    RawGate(InetSocketAddress address, InetAddress from) throws IOException {
        this(bound(from), address);
    }

    private static Socket bound(InetAddress from) throws IOException {
        Socket socket = new Socket();
        if (from != null) {
            socket.bind(new InetSocketAddress(from, 0));
        }
        return socket;
    }

    /**
     * @param unconnected plain, or one of TLS
     */
    RawGate(Socket unconnected, InetSocketAddress address) throws IOException {
        this(connected(unconnected, address));
    }

    RawGate(Socket connected) throws IOException {
        socket = connected;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
    }

    private static Socket connected(Socket socket, InetSocketAddress address) throws IOException {
        socket.connect(address, TIMEOUT_MILLIS);
        return socket;
    }

    // ---- out ----------------------------------------------------------------------------------------

    /** All of them, framed, in one write. */
    void send(GateMessage... messages) throws IOException {
        write(frames(messages));
    }

    static byte[] frames(GateMessage... messages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (GateMessage message : messages) {
            message.writeDelimitedTo(bytes);
        }
        return bytes.toByteArray();
    }

    void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    void write(byte[] bytes, int from, int to) throws IOException {
        socket.getOutputStream().write(bytes, from, to - from);
    }

    static GateMessage of(Hello.Builder hello) {
        return GateMessage.newBuilder().setHello(hello).build();
    }

    static GateMessage of(Scan.Builder scan) {
        return GateMessage.newBuilder().setScan(scan).build();
    }

    static GateMessage heartbeat(long sentAtUs, long echoUs) {
        return GateMessage.newBuilder()
                .setHeartbeat(Heartbeat.newBuilder().setSentAtUs(sentAtUs).setEchoUs(echoUs))
                .build();
    }

    static Scan.Builder scan(long sequence, ByteString pass) {
        return Scan.newBuilder()
                .setSequence(sequence)
                .setPassId(pass)
                .setScannedAtUs(PlainGate.nowUs())
                .setDirection(Direction.DIRECTION_ENTRY)
                .setTemperatureDecicelsius(366);
    }

    // ---- in -----------------------------------------------------------------------------------------

    /** The next message, or null where the server ended its output. */
    ServerMessage read() throws IOException {
        int length = 0;
        int shift = 0;
        int next;
        do {
            next = in.read();
            if (next < 0) {
                assertEquals(0, shift, "an end in the middle of a frame");
                return null;
            }
            length |= (next & 0x7f) << shift;
            shift += 7;
        } while (next > 0x7f);
        lastFrame = in.readNBytes(length);
        assertEquals(length, lastFrame.length, "an end in the middle of a frame");
        return ServerMessage.parseFrom(lastFrame);
    }

    /** Reads on until such a message comes; a refusal that was not asked for is a failure. */
    ServerMessage next(BodyCase body) throws IOException {
        while (true) {
            ServerMessage message = read();
            if (message == null) {
                throw new EOFException("closed while waiting for " + body);
            }
            if (message.getBodyCase() == body) {
                return message;
            }
            assertNotEquals(BodyCase.REFUSAL, message.getBodyCase(), message::toString);
        }
    }

    /** Says Hello and takes its Welcome with what follows at once. */
    Welcome welcome(Hello.Builder hello) throws IOException {
        send(of(hello));
        Welcome welcome = next(BodyCase.WELCOME).getWelcome();
        next(BodyCase.COMMAND);
        return welcome;
    }

    /** Reads until an ack covers that sequence. */
    void awaitAck(long sequence) throws IOException {
        while (next(BodyCase.ACK).getAck().getDurableSequence() < sequence) {
            // A later one will.
        }
    }

    /** Takes the answer to a heartbeat of its own: all that was sent before has been read by the server. */
    void roundTrip(long sentAtUs) throws IOException {
        send(heartbeat(sentAtUs, 0));
        while (next(BodyCase.HEARTBEAT).getHeartbeat().getEchoUs() != sentAtUs) {
            // The server's own.
        }
    }

    /** Reads on to the refusal: the last frame, and after it an orderly end. */
    Refusal refusal() throws IOException {
        Refusal refusal = next(BodyCase.REFUSAL).getRefusal();
        assertNull(read(), "the refusal is the last frame");
        assertTrue(!refusal.getMessage().isEmpty(), "a line for a person");
        return refusal;
    }

    Refusal refusal(Refusal.Code code) throws IOException {
        Refusal refusal = refusal();
        assertEquals(code, refusal.getCode(), refusal::toString);
        return refusal;
    }

    /** Closes with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
