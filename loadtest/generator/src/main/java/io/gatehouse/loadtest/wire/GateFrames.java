package io.gatehouse.loadtest.wire;

import com.google.protobuf.AbstractMessageLite;
import io.gatehouse.proto.v1.Applied;
import io.gatehouse.proto.v1.GateMessage;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.Hello;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The frames of a gate that are rare enough to be made by the generated classes. */
public final class GateFrames {
    private GateFrames() {}

    public static byte[] of(Hello hello) {
        return frame(GateMessage.newBuilder().setHello(hello).build());
    }

    public static byte[] of(Applied applied) {
        return frame(GateMessage.newBuilder().setApplied(applied).build());
    }

    /**
     * A heartbeat.
     *
     * @param sentAtUs the gate's clock
     * @param echoUs the time of the heartbeat that it answers, 0 for one of its own
     */
    public static byte[] heartbeat(long sentAtUs, long echoUs) {
        Heartbeat beat =
                Heartbeat.newBuilder().setSentAtUs(sentAtUs).setEchoUs(echoUs).build();
        return frame(GateMessage.newBuilder().setHeartbeat(beat).build());
    }

    private static byte[] frame(AbstractMessageLite<?, ?> message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        try {
            message.writeDelimitedTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
