package io.gatehouse.server.journal;

import java.io.IOException;

/** Looks for whole frames behind a place where none stands. */
final class TailSearch {
    private final Window window;
    private final FrameScan frames;

    /** Highest position that a whole frame found here says was on disk; 0 where there is none. */
    long durableUpTo;
    /** Offset of the first whole frame found, or -1. */
    long firstWhole;
    /** Offset behind the last byte that is not zero. */
    long end;

    TailSearch(Window window, FrameScan frames) {
        this.window = window;
        this.frames = frames;
    }

    /** Searches from {@code offset} to {@code limit} for frames of that segment. */
    void run(long offset, long limit, long segmentId) throws IOException {
        durableUpTo = 0;
        firstWhole = -1;
        end = offset;
        long at = offset;
        while (at < limit) {
            int index = window.at(at, 1);
            if (index < 0) {
                return;
            }
            int known = (int) Math.min(window.known(at), limit - at);
            int zeros = zeros(window.bytes(), index, index + known);
            at += zeros;
            if (zeros < known) {
                at = step(at, limit, segmentId, window.bytes()[index + zeros]);
            }
        }
    }

    private static int zeros(byte[] bytes, int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to && FrameLayout.getLong(bytes, at) == 0) {
            at += Long.BYTES;
        }
        while (at < to && bytes[at] == 0) {
            at++;
        }
        return at - from;
    }

    /** Looks at one place that is not zero; returns the next one to look at. */
    private long step(long at, long limit, long segmentId, byte first) throws IOException {
        end = at + 1;
        if (first != (byte) FrameLayout.MAGIC || !frames.isWhole(at, limit) || frames.header.segmentId != segmentId) {
            return at + 1;
        }
        durableUpTo = Math.max(durableUpTo, frames.header.durableUpTo);
        firstWhole = firstWhole < 0 ? at : firstWhole;
        end = at + FrameLayout.HEADER + frames.header.length;
        return end;
    }
}
