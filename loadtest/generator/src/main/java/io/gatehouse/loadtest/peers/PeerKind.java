package io.gatehouse.loadtest.peers;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What can be compared, in the order of the table. */
public enum PeerKind {
    OURS("ours", "at ack", ""),
    ECHO("echo", "no", ""),
    GRPC("grpc", "no", ""),
    REDIS("redis", "no", "redis-server"),
    REDIS_AOF("redis-aof", "yes", "redis-server"),
    MOSQUITTO("mosquitto", "no", "mosquitto"),
    POSTGRESQL("postgresql", "yes", "postgresql");

    private final String label;
    private final String durable;
    private final String debianPackage;

    PeerKind(String label, String durable, String debianPackage) {
        this.label = label;
        this.durable = durable;
        this.debianPackage = debianPackage;
    }

    /** As typed and printed. */
    public String label() {
        return label;
    }

    /** Whether what it has answered outlives the power: yes, no, or from when on. */
    String durable() {
        return durable;
    }

    /** Whether it is a JVM, which is slow at first. */
    boolean compiles() {
        return this == OURS || this == ECHO || this == GRPC;
    }

    /** What has it; empty where this project itself does. */
    String debianPackage() {
        return debianPackage;
    }

    /**
     * The one with this label.
     *
     * @throws IllegalArgumentException where there is none, naming those that there are
     */
    public static PeerKind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("'%s' is no peer; there are %s".formatted(label, labels())));
    }

    private static String labels() {
        return Arrays.stream(values()).map(PeerKind::label).collect(Collectors.joining(", "));
    }
}
