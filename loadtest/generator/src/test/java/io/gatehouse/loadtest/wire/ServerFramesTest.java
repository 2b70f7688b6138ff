package io.gatehouse.loadtest.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.gatehouse.loadtest.Counts;
import io.gatehouse.proto.v1.Ack;
import io.gatehouse.proto.v1.Command;
import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.Grant;
import io.gatehouse.proto.v1.GrantUpdate;
import io.gatehouse.proto.v1.Heartbeat;
import io.gatehouse.proto.v1.Refusal;
import io.gatehouse.proto.v1.ServerMessage;
import io.gatehouse.proto.v1.Welcome;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ServerFramesTest {
    @Test
    void readsWhatTheGeneratedClassesWriteHoweverItIsCut() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int rounds = Counts.of("streams of 200 server frames", 50, 500, 50_000);
        for (int round = 0; round < rounds; round++) {
            List<String> want = new ArrayList<>();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int i = 0; i < 200; i++) {
                ServerMessage message = message(random, want);
                message.writeDelimitedTo(out);
            }
            assertEquals(want, decoded(out.toByteArray(), random), "seed " + seed);
        }
    }

    private static List<String> decoded(byte[] bytes, SplittableRandom random) throws WireException {
        Taken taken = new Taken();
        ServerFrames frames = new ServerFrames();
        int from = 0;
        int to = 0;
        while (to < bytes.length) {
            to = Math.min(bytes.length, to + 1 + random.nextInt(100));
            from = frames.decode(bytes, from, to, taken);
        }
        assertEquals(bytes.length, from);
        return taken.got;
    }

    private static ServerMessage message(SplittableRandom random, List<String> want) {
        ServerMessage.Builder message = ServerMessage.newBuilder();
        long number = random.nextLong() >>> random.nextInt(64);
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                Decision.Builder decision = Decision.newBuilder()
                        .setSequence(number)
                        .setVerdictValue(random.nextInt(5))
                        .setAttention(random.nextBoolean());
                for (int i = random.nextInt(200) / (1 + random.nextInt(200)); i >= 0; i--) {
                    decision.addReasonsValue(random.nextInt(23));
                }
                message.setDecision(decision);
                want.add("decision " + number + " " + decision.getVerdictValue() + " " + decision.getAttention());
            }
            case 2 -> {
                message.setAck(Ack.newBuilder().setDurableSequence(number));
                want.add("ack " + number);
            }
            case 3 -> {
                long echo = random.nextBoolean() ? 0 : random.nextLong();
                message.setHeartbeat(Heartbeat.newBuilder().setSentAtUs(number).setEchoUs(echo));
                want.add("heartbeat " + number + " " + echo);
            }
            case 4 -> {
                Welcome welcome = Welcome.newBuilder()
                        .setDurableSequence(number)
                        .setWindow(1024)
                        .build();
                message.setWelcome(welcome);
                want.add("welcome " + welcome);
            }
            case 5 -> {
                Refusal refusal = Refusal.newBuilder()
                        .setMessage("no")
                        .setExpectedSequence(number)
                        .build();
                message.setRefusal(refusal);
                want.add("refusal " + refusal);
            }
            case 6 -> {
                Command command = Command.newBuilder()
                        .setCommandId(number)
                        .setKindValue(3)
                        .build();
                message.setCommand(command);
                want.add("command " + command);
            }
            default -> {
                GrantUpdate.Builder grants =
                        GrantUpdate.newBuilder().setRosterVersion(number).setComplete(true);
                for (int i = random.nextInt(100); i > 0; i--) {
                    grants.addUpsert(Grant.newBuilder().setPassId(ByteString.copyFrom(new byte[16])));
                }
                message.setGrants(grants);
                want.add("grants " + number + " true");
            }
        }
        return message.build();
    }

    @Test
    void refusesWhatIsNoFrame() {
        for (byte[] bytes : new byte[][] {
            {0},
            {(byte) 0x81, 0},
            {(byte) 0x80, (byte) 0x80, (byte) 0x80, 1},
            {(byte) 0xff, (byte) 0xff, 0x7f},
            {3, 0x12, 0x50, 1},
            {2, 0x12, (byte) 0x80},
            {3, 0x3a, 1, 0x0f},
        }) {
            assertThrows(
                    WireException.class,
                    () -> new ServerFrames().decode(bytes, 0, bytes.length, new Taken()),
                    java.util.HexFormat.of().formatHex(bytes));
        }
    }

    @Test
    void brokenBytesEndInAnExceptionOfItsOwnOrAreTaken() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        int messages = Counts.of("broken server frames", 20_000, 200_000, 10_000_000);
        for (int i = 0; i < messages; i++) {
            byte[] bytes = new byte[1 + random.nextInt(24)];
            random.nextBytes(bytes);
            bytes[0] = (byte) (bytes.length - 1);
            if (bytes.length > 2) {
                bytes[1] = (byte) (1 + random.nextInt(7) << 3 | 2);
                bytes[2] = (byte) (bytes.length - 3);
            }
            try {
                new ServerFrames().decode(bytes, 0, bytes.length, new Taken());
            } catch (WireException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(refused > messages / 20, "refused only " + refused);
    }

    private static final class Taken implements ServerSink {
        final List<String> got = new ArrayList<>();

        @Override
        public void decision(long sequence, int verdict, boolean attention) {
            got.add("decision " + sequence + " " + verdict + " " + attention);
        }

        @Override
        public void ack(long durableSequence) {
            got.add("ack " + durableSequence);
        }

        @Override
        public void heartbeat(long sentAtUs, long echoUs) {
            got.add("heartbeat " + sentAtUs + " " + echoUs);
        }

        @Override
        public void welcome(Welcome welcome) {
            got.add("welcome " + welcome);
        }

        @Override
        public void refusal(Refusal refusal) {
            got.add("refusal " + refusal);
        }

        @Override
        public void command(Command command) {
            got.add("command " + command);
        }

        @Override
        public void grants(long rosterVersion, boolean complete) {
            got.add("grants " + rosterVersion + " " + complete);
        }
    }
}
