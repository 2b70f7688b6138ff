package io.gatehouse.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.testing.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Two marks against a list of all messages. */
final class AckMarksTest {
    private record Message(long position, long sequence) {}

    private final List<Message> messages = new ArrayList<>();
    private final AckMarks marks = new AckMarks();

    @Test
    void neverSaysMoreThanIsDurableAndInTheEndSaysAll() {
        int runs = Counts.of(2_000, 20_000, 200_000);
        long steps = 0;
        for (int run = 0; run < runs; run++) {
            steps += run(run);
        }
        assertTrue(steps > runs * 10L);
        Counts.report("histories of acks, " + steps + " steps", runs, runs);
    }

    private int run(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String at = "seed " + seed;
        messages.clear();
        long held = random.nextInt(3);
        marks.start(held);
        long next = held;
        long position = random.nextInt(5);
        long durable = position - 1;
        long said = held;
        int steps = 10 + random.nextInt(40);
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(3)) {
                case 0 -> {
                    position += random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
                    boolean duplicate = next > 0 && random.nextInt(4) == 0;
                    long sequence = duplicate ? 1 + random.nextLong(next) : ++next;
                    messages.add(new Message(position, sequence));
                    marks.add(position, sequence);
                }
                case 1 -> {
                    durable += random.nextLong(position - durable + 1);
                    marks.onDurable(durable, step);
                }
                default -> said = say(held, durable, said, at);
            }
        }
        marks.onDurable(position, steps);
        said = say(held, position, said, at);
        assertEquals(Math.max(held, next), said, at);
        assertEquals(messages.size(), marks.saidCount(), at);
        assertFalse(marks.waiting(), at);
        assertFalse(marks.allowed(), at);
        return steps;
    }

    private long say(long held, long durable, long said, String at) {
        if (!marks.allowed()) {
            return said;
        }
        long before = marks.saidCount();
        long ack = marks.say();
        long upTo = held;
        int count = 0;
        for (Message message : messages) {
            if (message.position() <= durable) {
                upTo = Math.max(upTo, message.sequence());
                count++;
            }
        }
        assertTrue(ack <= upTo, at + ": " + ack + " said where " + upTo + " is durable");
        assertTrue(ack >= said, at + ": an ack went back");
        assertTrue(marks.saidCount() > before && marks.saidCount() <= count, at);
        // A gate counts by sequence what the server counts by message: neither may run ahead.
        long seen = 0;
        for (int i = 0; i < marks.saidCount(); i++) {
            seen = Math.max(seen, messages.get(i).sequence());
        }
        assertEquals(Math.max(held, seen), ack, at);
        return ack;
    }

    @Test
    void anAckIsHeldFromWhenItWasFirstAllowed() {
        marks.start(0);
        marks.add(1, 1);
        marks.onDurable(1, 100);
        marks.add(2, 2);
        marks.onDurable(2, 150);
        assertEquals(60, marks.heldForNanos(160));
        assertEquals(2, marks.say());
        marks.add(3, 3);
        marks.onDurable(3, 200);
        assertEquals(10, marks.heldForNanos(210));
    }
}
