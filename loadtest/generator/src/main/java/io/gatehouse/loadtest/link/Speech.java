package io.gatehouse.loadtest.link;

import java.util.List;
import java.util.function.IntFunction;

/** What is spoken on the connections of a fleet, and to whom. */
public abstract class Speech {
    private final String name;

    private Speech(String name) {
        this.name = name;
    }

    /** The gate protocol, to a server, in the clear. */
    public static Speech gates(List<GateStream> streams) {
        return gates(streams, null);
    }

    /**
     * The gate protocol, to a server.
     *
     * @param tls null: in the clear
     */
    public static Speech gates(List<GateStream> streams, LinkTls tls) {
        return new Speech(tls == null ? "server" : "server (TLS 1.3)") {
            @Override
            Link link(Lane lane, int gate, LinkEvents events, boolean wide) {
                return new GateLink(lane, gate, streams.get(gate), events, wide);
            }

            @Override
            public boolean acknowledges() {
                return true;
            }

            @Override
            LinkTls tls() {
                return tls;
            }

            @Override
            int gates() {
                return streams.size();
            }
        };
    }

    /** Frames that come back as they are. */
    public static Speech echo() {
        return new Speech("echo") {
            @Override
            Link link(Lane lane, int gate, LinkEvents events, boolean wide) {
                return new EchoLink(lane, gate, events, wide);
            }
        };
    }

    /**
     * The protocol of something that a server is compared with.
     *
     * @param name of it, for reports
     * @param dialects makes the dialect of one gate's connection
     * @param answers what is right
     */
    public static Speech of(String name, IntFunction<Dialect> dialects, AnswerBook answers) {
        return new Speech(name) {
            @Override
            Link link(Lane lane, int gate, LinkEvents events, boolean wide) {
                return new PeerLink(lane, gate, name, dialects.apply(gate), answers, events, wide);
            }

            @Override
            public boolean toManyProcesses() {
                return true;
            }
        };
    }

    /** Of the other side, for reports. */
    public final String name() {
        return name;
    }

    /** Whether an answer and its ack are two things. */
    public boolean acknowledges() {
        return false;
    }

    /** Whether the other side may be a process with children that do its work. */
    public boolean toManyProcesses() {
        return false;
    }

    /** What it is spoken over; null: in the clear. */
    LinkTls tls() {
        return null;
    }

    /** Gates that can come back after a connection; 0 where none can. */
    int gates() {
        return 0;
    }

    /** Makes a link, on any thread. */
    abstract Link link(Lane lane, int gate, LinkEvents events, boolean wide);
}
