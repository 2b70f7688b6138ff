package io.gatehouse.loadtest.link;

/**
 * What gates do when they are not sending.
 *
 * @param comeBack a gate keeps its spool when its connection ends, and may be connected again; what is due meanwhile
 *     waits for it
 * @param old what each delivers first; null: nothing
 */
public record Habits(boolean comeBack, OldEvents old) {
    /** A connection that ends is the end of its gate. */
    public static final Habits NONE = new Habits(false, null);
}
