package io.gatehouse.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.ServerMessage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Many gates on one thread that do as little as they can: so the server is what is looked at. */
final class LeanGates implements AutoCloseable {
    private static final int DECISION = ServerMessage.DECISION_FIELD_NUMBER << 3 | 2;
    private static final int ACK = ServerMessage.ACK_FIELD_NUMBER << 3 | 2;
    private static final int REFUSAL = ServerMessage.REFUSAL_FIELD_NUMBER << 3 | 2;
    private static final int HANG_MILLIS = 30_000;
    /** Far below the window, so that none is ever exceeded. */
    private static final int MOST_UNACKNOWLEDGED = 256;

    /** Of an ack's sequence in its frame: behind the length, the tag and length of its message, and its own tag. */
    private static final int SEQUENCE_AT = 4;

    private final Gate[] gates;

    LeanGates(InetSocketAddress address, TestSite site, int count) throws IOException {
        gates = new Gate[count];
        for (int i = 0; i < count; i++) {
            gates[i] = new Gate(address, site, i);
        }
    }

    /** Each sends {@code window} scans at once and waits for their decisions, until so many were sent by all together. */
    void drive(int scans, int window) throws IOException {
        for (long left = scans; left > 0; left -= (long) window * gates.length) {
            for (Gate gate : gates) {
                gate.send(window);
            }
            for (Gate gate : gates) {
                gate.await(MOST_UNACKNOWLEDGED);
            }
        }
        for (Gate gate : gates) {
            gate.await(0);
        }
    }

    @Override
    public void close() throws IOException {
        for (Gate gate : gates) {
            gate.socket.close();
        }
    }

    private static final class Gate {
        private final Socket socket = new Socket();
        private final InputStream in;
        private final OutputStream out;
        private final TestSite site;
        private final byte[] input = new byte[1 << 16];
        private final ByteBuffer output = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        private final ByteBuffer scan = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        private int filled;
        private int nextPass;
        private long sent;
        private long decided;
        private long acknowledged;

        Gate(InetSocketAddress address, TestSite site, int index) throws IOException {
            this.site = site;
            nextPass = index * 101;
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(HANG_MILLIS);
            socket.connect(address, HANG_MILLIS);
            in = socket.getInputStream();
            out = socket.getOutputStream();
            GateMessage.newBuilder()
                    .setHello(site.hello(index, index + 1))
                    .build()
                    .writeDelimitedTo(out);
            assertEquals(
                    ServerMessage.BodyCase.WELCOME,
                    ServerMessage.parseDelimitedFrom(in).getBodyCase());
        }

        void send(int count) throws IOException {
            output.clear();
            long now = System.currentTimeMillis() * 1_000;
            for (int i = 0; i < count; i++) {
                scan.clear();
                scan.put((byte) 0x08);
                varint(scan, ++sent);
                scan.put((byte) 0x12)
                        .put((byte) 16)
                        .put(site.pass(nextPass++ % site.passes()).asReadOnlyByteBuffer());
                scan.put((byte) 0x19).putLong(now);
                scan.put((byte) 0x20).put((byte) (1 + (nextPass & 1)));
                scan.put((byte) 0x28).put((byte) 0xee).put((byte) 2);
                scan.flip();
                output.put((byte) (scan.limit() + 2))
                        .put((byte) 0x12)
                        .put((byte) scan.limit())
                        .put(scan);
            }
            out.write(output.array(), 0, output.position());
        }

        private static void varint(ByteBuffer to, long value) {
            long rest = value;
            while (rest >= 0x80) {
                to.put((byte) (rest | 0x80));
                rest >>>= 7;
            }
            to.put((byte) rest);
        }

        /** Until all is decided and no more than {@code open} are not acknowledged. */
        void await(int open) throws IOException {
            while (decided < sent || sent - acknowledged > open) {
                int read = in.read(input, filled, input.length - filled);
                if (read < 0) {
                    throw new EOFException("the server closed");
                }
                filled += read;
                take();
            }
        }

        /** All whole frames; each of them is shorter than 128 bytes but Welcome, which is read before. */
        private void take() {
            int at = 0;
            while (at < filled && at + 1 + input[at] <= filled) {
                int kind = input[at + 1];
                if (kind == DECISION) {
                    decided++;
                } else if (kind == ACK) {
                    acknowledged = ack(at + SEQUENCE_AT);
                } else if (kind == REFUSAL) {
                    throw new AssertionError("refused");
                }
                at += 1 + input[at];
            }
            filled -= at;
            System.arraycopy(input, at, input, 0, filled);
        }

        private long ack(int from) {
            long value = 0;
            int at = from;
            int shift = 0;
            do {
                value |= (input[at] & 0x7fL) << shift;
                shift += 7;
            } while (input[at++] < 0);
            return value;
        }
    }
}
