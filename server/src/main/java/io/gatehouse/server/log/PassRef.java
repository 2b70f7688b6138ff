package io.gatehouse.server.log;

/**
 * A pass in a line of the log: it is shown as a keyed hash. By itself it says nothing, so that whatever prints it by
 * another way keeps the secret too.
 */
public record PassRef(long hi, long lo) {
    @Override
    public String toString() {
        return "a pass";
    }
}
