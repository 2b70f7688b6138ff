package io.gatehouse.loadtest.link;

/** Says when an event loop has something to send by itself. All methods run on that loop. */
public interface Pacer {
    /** Sends nothing by itself: a closed loop sends when answers come. */
    Pacer NONE = new Pacer() {
        @Override
        public long nextNanos() {
            return Long.MAX_VALUE;
        }

        @Override
        public int turn(long nowNanos) {
            return 0;
        }
    };

    /** {@link System#nanoTime} of what is due next; {@link Long#MAX_VALUE} where nothing is. */
    long nextNanos();

    /** Sends what is due by {@code nowNanos} and says how many scans that were. */
    int turn(long nowNanos);
}
