package io.gatehouse.server.journal;

/** Told of what an operator should know. Called on the thread that found it: be quick. */
public interface JournalListener {
    /** The next segment, or the rest of this one, can't be made for lack of space; told once until it can. */
    default void onSpaceShort(String why) {}

    /** It could be made after all. */
    default void onSpaceBack() {}

    /** The journal goes on in the segment that begins at {@code base}. */
    default void onRoll(long base) {}
}
