package io.gatehouse.loadtest.run;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Ack;
import io.gatehouse.proto.v1.Authority;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Hello;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.proto.v1.Welcome;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server whose disk is stuck until every gate has come twice. Until then it acknowledges nothing and says no decision
 * beyond {@link #SAID}; of one gate it then has {@link #ON_DISK} on disk. Duplicates it compares with what came first.
 */
final class SlowDisk implements AutoCloseable {
    static final int SAID = 10;
    static final int ON_DISK = 15;

    final AtomicLong duplicates = new AtomicLong();
    final AtomicLong acted = new AtomicLong();
    final AtomicLong old = new AtomicLong();
    final List<String> complaints = new CopyOnWriteArrayList<>();

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final Map<ByteString, Stream> streams = new ConcurrentHashMap<>();
    private final boolean stuckAtFirst;

    /** What is held of a gate's one stream. */
    private static final class Stream {
        final List<Scan> scans = new ArrayList<>();
        long id;
        long durable;
        long connections;
        Socket socket;
    }

    SlowDisk(boolean stuckAtFirst) throws IOException {
        this.stuckAtFirst = stuckAtFirst;
        start(() -> {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    start(() -> serve(socket));
                }
            } catch (IOException e) {
                // Closed by the test.
            }
        });
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Sequenced messages that are held. */
    long held() {
        return streams.values().stream().mapToLong(s -> s.scans.size()).sum();
    }

    private static void start(Runnable what) {
        Thread thread = new Thread(what, "slow-disk");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = new BufferedOutputStream(socket.getOutputStream())) {
            Hello hello = GateMessage.parseDelimitedFrom(in).getHello();
            Stream stream = streams.computeIfAbsent(hello.getToken(), token -> new Stream());
            synchronized (stream) {
                take(stream, hello, socket, out);
            }
            for (GateMessage m = GateMessage.parseDelimitedFrom(in);
                    m != null;
                    m = GateMessage.parseDelimitedFrom(in)) {
                synchronized (stream) {
                    if (stream.socket == socket && m.hasScan()) {
                        scan(stream, m.getScan(), out, in.available() == 0);
                    }
                }
            }
        } catch (IOException e) {
            // The gate went.
        }
    }

    private void take(Stream stream, Hello hello, Socket socket, OutputStream out) throws IOException {
        if (stream.id != 0 && stream.id != hello.getStreamId()) {
            complaints.add("a new stream");
        }
        if (hello.getFirstSequence() > stream.durable + 1) {
            complaints.add("first sequence " + hello.getFirstSequence() + ", durable " + stream.durable);
        }
        stream.id = hello.getStreamId();
        stream.socket = socket;
        if (++stream.connections == 2 && hello.getToken().toStringUtf8().equals("token-0")) {
            stream.durable = ON_DISK;
        }
        Welcome.Builder welcome = Welcome.newBuilder()
                .setDurableSequence(stream.durable)
                .setWindow(64)
                .setHeartbeatMs(10_000)
                .setJournalId(3);
        send(out, ServerMessage.newBuilder().setWelcome(welcome));
        out.flush();
    }

    private void scan(Stream stream, Scan scan, OutputStream out, boolean last) throws IOException {
        boolean stuck = stuckAtFirst && stream.connections == 1;
        old.addAndGet(scan.getActed().getAuthority() == Authority.AUTHORITY_GATE ? 1 : 0);
        int at = (int) scan.getSequence() - 1;
        if (at > stream.scans.size()) {
            complaints.add("gap before " + scan.getSequence());
        } else if (at < stream.scans.size()) {
            duplicate(stream, stream.scans.get(at), scan);
        } else {
            stream.scans.add(scan);
        }
        if (!scan.hasActed() && !(stuck && scan.getSequence() > SAID)) {
            Decision.Builder decision = Decision.newBuilder()
                    .setSequence(scan.getSequence())
                    .setVerdict(Verdict.VERDICT_ALLOW)
                    .addReasons(Reason.REASON_OK);
            send(out, ServerMessage.newBuilder().setDecision(decision));
        }
        if (last && !stuck) {
            stream.durable = Math.max(stream.durable, scan.getSequence());
            send(out, ServerMessage.newBuilder().setAck(Ack.newBuilder().setDurableSequence(stream.durable)));
        }
        if (last) {
            out.flush();
        }
    }

    private void duplicate(Stream stream, Scan first, Scan again) {
        duplicates.incrementAndGet();
        if (again.getSequence() <= stream.durable) {
            complaints.add("sent again though on disk: " + again.getSequence());
        }
        if (!first.equals(again.toBuilder().clearActed().build())) {
            complaints.add("another scan under " + again.getSequence() + ": " + first + " " + again);
        }
        boolean told = again.getSequence() <= SAID;
        if (again.hasActed()) {
            acted.incrementAndGet();
        }
        if (again.hasActed() != told
                || told && (!again.getActed().getOpened() || again.getActed().getReason() != Reason.REASON_OK)) {
            complaints.add("acted otherwise than it was told: " + again);
        }
    }

    private static void send(OutputStream out, ServerMessage.Builder message) throws IOException {
        message.build().writeDelimitedTo(out);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Stream stream : streams.values()) {
            stream.socket.close();
        }
    }
}
