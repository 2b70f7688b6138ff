package io.gatehouse.loadtest.peers.grpc;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Serves until its standard input ends. Says where it listens on standard output. */
public final class GrpcPeer {
    private static final int USAGE = 64;
    private static final int FAILED = 70;

    private GrpcPeer() {}

    /** @param args the roster's file */
    public static void main(String[] args) throws InterruptedException {
        if (args.length != 1) {
            System.err.println("grpc-peer: takes one file, a roster as the load test writes it");
            System.exit(USAGE);
        }
        try {
            serve(Roster.read(Path.of(args[0])));
        } catch (IOException e) {
            System.err.println("grpc-peer: " + e);
            System.exit(FAILED);
        }
    }

    private static void serve(Roster roster) throws IOException, InterruptedException {
        // On the event loop itself: a hand-over to a pool would only cost on one core, and look-ups do not block.
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(Gates.service(roster))
                .build()
                .start();
        try {
            System.out.printf("grpc ready 127.0.0.1:%d%n", server.getPort());
            System.in.transferTo(OutputStream.nullOutputStream());
        } finally {
            server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }
}
