package io.gatehouse.server.pipeline;

/** How far the ring's events are on disk. Written by the journal's thread, read by all. */
final class Durable {
    private volatile long position = -1;
    private volatile boolean quiet = true;
    private volatile boolean failed;

    long position() {
        return position;
    }

    /** Whether the journal had nothing to do for a while: acks need not wait for company. */
    boolean quiet() {
        return quiet;
    }

    boolean failed() {
        return failed;
    }

    void advance(long to) {
        position = to;
    }

    void quiet(boolean now) {
        quiet = now;
    }

    void fail() {
        failed = true;
    }
}
