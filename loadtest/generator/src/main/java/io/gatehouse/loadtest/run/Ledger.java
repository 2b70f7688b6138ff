package io.gatehouse.loadtest.run;

import io.gatehouse.loadtest.link.AnswerHook;
import io.gatehouse.loadtest.plan.Answer;
import java.util.Arrays;

/**
 * What each gate was told, by the sequence of its stream, to be held against the journal afterwards. Written by the
 * gates' event loops, each its own gates; read when the run is over.
 */
public final class Ledger implements AnswerHook {
    private static final int FIRST = 64;

    private final byte[][] answers;
    private final long[][] tickets;

    public Ledger(int gates) {
        answers = new byte[gates][FIRST];
        tickets = new long[gates][FIRST];
    }

    @Override
    public void decided(int gate, long sequence, long ticket, int verdict, boolean attention) {
        int at = (int) sequence;
        if (at >= answers[gate].length) {
            answers[gate] = Arrays.copyOf(answers[gate], Math.multiplyExact(at, 2));
            tickets[gate] = Arrays.copyOf(tickets[gate], at * 2);
        }
        answers[gate][at] = (byte) Answer.of(verdict, attention);
        tickets[gate][at] = ticket;
    }

    /** The answer that a gate got, as a set of one; 0: none. */
    public int answer(int gate, long sequence) {
        return sequence < answers[gate].length ? answers[gate][(int) sequence] & 0xff : 0;
    }

    /** What the pacer gave with that scan. */
    public long ticket(int gate, long sequence) {
        return sequence < tickets[gate].length ? tickets[gate][(int) sequence] : 0;
    }
}
