package io.gatehouse.server.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** All connections, and what becomes of their bytes: delays, pieces, cuts, ends that one side never hears of. */
final class SimNet {
    private final SimOptions options;
    private final Ledger ledger;
    private final SplittableRandom random;
    private final List<SimConnection> connections = new ArrayList<>();
    private boolean calm;

    SimNet(SimOptions options, Ledger ledger, SplittableRandom random) {
        this.options = options;
        this.ledger = ledger;
        this.random = random;
    }

    /** Nothing breaks from now on. */
    void calm() {
        calm = true;
    }

    SimConnection connect(SimDevice device) {
        SimConnection connection = new SimConnection(device, new WireCheck(ledger), options.saboteur());
        connections.add(connection);
        return connection;
    }

    boolean tellsServer() {
        return calm || random.nextInt(3) > 0;
    }

    List<SimConnection> connections() {
        connections.removeIf(SimConnection::over);
        return List.copyOf(connections);
    }

    /** Something moves on one connection; false where nothing could. */
    boolean step(SimConnection connection, SimServer server) {
        if (!connection.wasAccepted() && !connection.serverClosed) {
            return accept(connection, server);
        }
        int most =
                calm ? Integer.MAX_VALUE : 1 + random.nextInt(options.traffic().chunk());
        return random.nextBoolean()
                ? connection.deliverToServer(most) | connection.device.deliver(connection, most)
                : connection.device.deliver(connection, most) | connection.deliverToServer(most);
    }

    private static boolean accept(SimConnection connection, SimServer server) {
        if (connection.gateClosed) {
            connection.serverClosed = true;
        } else if (server == null) {
            connection.serverClosed = true;
            connection.device.onDisconnected(connection);
        } else {
            connection.check.onAccepted(server::storageFailed);
            server.accept(connection);
            connection.device.onConnected(connection);
        }
        return true;
    }

    /** A connection breaks: bytes under way are lost, and perhaps only one side hears of it. */
    void cut(SimConnection connection) {
        connection.toServer.lose(random.nextInt(connection.toServer.size() + 1));
        connection.toGate.lose(random.nextInt(connection.toGate.size() + 1));
        connection.closeReachesServer = random.nextInt(3) > 0;
        connection.device.onDisconnected(connection);
    }

    /** The server is gone with all its ends. */
    void serverDied() {
        for (SimConnection connection : connections()) {
            if (connection.wasAccepted()) {
                connection.serverDied();
                connection.toGate.lose(random.nextInt(connection.toGate.size() + 1));
                connection.closeReachesGate = random.nextInt(5) > 0;
            }
        }
    }
}
