package io.gatehouse.server.session;

import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Verdict;
import io.gatehouse.proto.v1.Welcome;
import java.util.ArrayList;
import java.util.List;

/** A wire that writes down, each frame in a line. */
final class FakeLink implements Link {
    /** What was flushed and not yet looked at. */
    private final List<String> seen = new ArrayList<>();

    private final List<String> buffered = new ArrayList<>();
    private final Visitor visitor;
    int flushes;
    boolean reading = true;
    long taken;
    CloseReason ended;
    Refusal refusal;
    Welcome welcome;
    long lastHeartbeatUs;
    List<String> certified;

    @Override
    public List<String> certified() {
        return certified;
    }

    FakeLink(Visitor visitor) {
        this.visitor = visitor;
    }

    /** The frames that went out since the last call. */
    List<String> frames() {
        List<String> frames = List.copyOf(seen);
        seen.clear();
        return frames;
    }

    @Override
    public void send(ServerMessage message) {
        switch (message.getBodyCase()) {
            case WELCOME -> {
                welcome = message.getWelcome();
                buffered.add("welcome " + welcome.getDurableSequence());
            }
            case COMMAND -> buffered.add("command " + message.getCommand().getKind());
            default -> buffered.add(message.getBodyCase().toString());
        }
    }

    @Override
    public void decision(long sequence, int verdict, int reasons, boolean attention) {
        String name = Verdict.forNumber(verdict).name().substring("VERDICT_".length());
        String first = Reason.forNumber(Integer.numberOfTrailingZeros(reasons)).name();
        buffered.add("decision " + sequence + " " + name + " " + first.substring("REASON_".length()));
    }

    @Override
    public Visitor visitor() {
        return visitor;
    }

    @Override
    public void ack(long durableSequence) {
        buffered.add("ack " + durableSequence);
    }

    @Override
    public void heartbeat(long sentAtUs, long echoUs) {
        lastHeartbeatUs = sentAtUs;
        buffered.add(echoUs == 0 ? "heartbeat" : "echo " + echoUs);
    }

    @Override
    public void flush() {
        flushes++;
        seen.addAll(buffered);
        buffered.clear();
    }

    @Override
    public void setReading(boolean on) {
        reading = on;
    }

    @Override
    public long takenBytes() {
        return taken;
    }

    @Override
    public void end(CloseReason reason, ServerMessage last) {
        if (ended != null) {
            throw new IllegalStateException("ended twice: " + ended + ", " + reason);
        }
        flush();
        ended = reason;
        refusal = last == null ? null : last.getRefusal();
    }

    /** "MALFORMED 3" and the like: the code and what is expected next. */
    String refused() {
        return refusal == null
                ? "nothing"
                : refusal.getCode().name().substring("CODE_".length()) + " " + refusal.getExpectedSequence();
    }
}
