package io.gatehouse.client;

import com.google.protobuf.ByteString;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** Puts a {@link GateClient} together. Servers and gate id are needed, the rest has a default. */
public final class GateClientBuilder {
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    // Little is queued in the process or unsent in the kernel, so that an answer to a heartbeat is soon on its way.
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(8 * 1_024, 16 * 1_024);
    private static final long NOT_SENT_LOW_AT = 16 * 1_024;

    private final List<InetSocketAddress> servers = new ArrayList<>();
    private String gateId = "";
    private ByteString token = ByteString.EMPTY;
    private GateTls tls;
    private String software = "gate-client";
    private Spool spool;
    private GrantStore grants = new MemoryGrantStore();
    private OfflinePolicy policy = OfflinePolicy.SEE_THE_GUARD;
    private GateListener listener = GateListener.NONE;
    private boolean ownEvents = true;
    private EventLoopGroup eventLoops;
    private SocketAddress localAddress;

    GateClientBuilder() {}

    /**
     * Adds servers, each "host:port" ("[::1]:7000" for IPv6). The gate goes to the next where one does not welcome it.
     *
     * @throws IllegalArgumentException if one is not of this form
     */
    public GateClientBuilder servers(String... hostPorts) {
        for (String hostPort : hostPorts) {
            int colon = hostPort.lastIndexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("'" + hostPort + "' is not host:port");
            }
            String host = hostPort.substring(0, colon).replaceAll("^\\[|]$", "");
            try {
                servers.add(InetSocketAddress.createUnresolved(host, Integer.parseInt(hostPort.substring(colon + 1))));
            } catch (NumberFormatException noPort) {
                throw new IllegalArgumentException("'" + hostPort + "' is not host:port", noPort);
            }
        }
        return this;
    }

    /** Sets the id as it stands in the gate register. */
    public GateClientBuilder gateId(String id) {
        gateId = id;
        return this;
    }

    /** Connects by TLS. Default: plain, which a server takes on its own machine only, unless it is told otherwise. */
    public GateClientBuilder tls(GateTls how) {
        tls = how;
        return this;
    }

    /** Sets the gate's secret. */
    public GateClientBuilder token(byte[] secret) {
        token = ByteString.copyFrom(secret);
        return this;
    }

    /** Sets name/version of the device software, for the operators. */
    public GateClientBuilder software(String nameAndVersion) {
        software = nameAndVersion;
        return this;
    }

    /** Sets where events stay until the server's disk has them. Default: in memory, gone with the process. */
    public GateClientBuilder spool(Spool store) {
        spool = store;
        return this;
    }

    /** Sets where grants and mode are kept. Default: in memory. */
    public GateClientBuilder grants(GrantStore store) {
        grants = store;
        return this;
    }

    /** Sets how the gate decides by itself. Default: keep closed and call the guard. */
    public GateClientBuilder offlinePolicy(OfflinePolicy own) {
        policy = own;
        return this;
    }

    /** Sets who is told; called on the event loop. */
    public GateClientBuilder listener(GateListener told) {
        listener = told;
        return this;
    }

    /** Sets whether KIND_STARTED, KIND_STOPPING, KIND_OFFLINE and KIND_ONLINE are spooled by themselves. Default: yes. */
    public GateClientBuilder ownEvents(boolean spooled) {
        ownEvents = spooled;
        return this;
    }

    /** Shares event loops, which the client then never shuts down. Default: one thread of its own. */
    public GateClientBuilder eventLoops(EventLoopGroup shared) {
        eventLoops = shared;
        return this;
    }

    /** Binds connections to a local address. Default: as the system chooses. */
    public GateClientBuilder localAddress(SocketAddress address) {
        localAddress = address;
        return this;
    }

    /**
     * Makes the client. It does not connect before {@link GateClient#start}.
     *
     * @throws IllegalArgumentException if something is missing or out of range
     */
    public GateClient build() {
        SessionSettings settings = new SessionSettings(gateId, token, software, servers.size(), ownEvents);
        Objects.requireNonNull(policy, "offlinePolicy");
        SplittableRandom random = new SplittableRandom();
        EventLoopGroup group = eventLoops == null ? GateClient.eventLoops(1) : eventLoops;
        EventLoop loop = group.next();
        GateClock clock = GateClock.system();
        NettyLink link = new NettyLink(loop, bootstrap(group), servers, tls, clock);
        GateSession session = new GateSession(
                settings,
                spool == null ? MemorySpool.create(random) : spool,
                grants,
                policy,
                new GuardedListener(listener),
                new Surroundings(link, clock, random));
        link.drive(session);
        return new GateClient(loop, eventLoops == null ? group : null, link, session);
    }

    private Bootstrap bootstrap(EventLoopGroup group) {
        boolean epoll = group instanceof IoEventLoopGroup io && io.isIoType(EpollIoHandler.class);
        Class<? extends Channel> type = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        Bootstrap bootstrap = new Bootstrap()
                .channel(type)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
        if (epoll) {
            bootstrap.option(EpollChannelOption.TCP_NOTSENT_LOWAT, NOT_SENT_LOW_AT);
        }
        return localAddress == null ? bootstrap : bootstrap.localAddress(localAddress);
    }
}
