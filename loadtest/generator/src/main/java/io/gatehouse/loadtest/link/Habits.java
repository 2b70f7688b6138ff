package io.gatehouse.loadtest.link;

/**
 * What gates do when they are not sending.
 *
 * @param comeBack a gate keeps its spool when its connection ends, and may be connected again; what is due meanwhile
 *     waits for it
 * @param old what each delivers first; null: nothing
 * @param most that each has under way, where the server allows more; 0: as the server says
 */
public record Habits(boolean comeBack, OldEvents old, int most) {
    /** A connection that ends is the end of its gate. */
    public static final Habits NONE = new Habits(false, null, 0);

    /** The window of a gate, where a server allows so many. */
    int window(int allowed) {
        return most == 0 ? allowed : Math.min(most, allowed);
    }
}
