package io.gatehouse.server.session;

import static io.gatehouse.server.session.SessionFuzz.CHOOSE;
import static io.gatehouse.server.session.SessionFuzz.CONNECT;
import static io.gatehouse.server.session.SessionFuzz.HEARTBEAT;
import static io.gatehouse.server.session.SessionFuzz.HELLO;
import static io.gatehouse.server.session.SessionFuzz.MESSAGE;
import static io.gatehouse.server.session.SessionFuzz.OTHER;
import static io.gatehouse.server.session.SessionFuzz.PIECES;
import static io.gatehouse.server.session.SessionFuzz.PIPELINE;
import static io.gatehouse.server.session.SessionFuzz.RAW;
import static io.gatehouse.server.session.SessionFuzz.SCAN;
import static io.gatehouse.server.session.SessionFuzz.STOP;
import static io.gatehouse.server.session.SessionFuzz.TIME;
import static io.gatehouse.server.session.SessionFuzz.WORLD;

import java.util.Map;
import java.util.TreeMap;

/** Short lives of gates, from which the fuzzer makes longer ones. */
final class SessionSeeds {
    private static final int[] OPEN = {HELLO, 0, 1, PIPELINE, 0};

    private SessionSeeds() {}

    static Map<String, byte[]> all() {
        Map<String, byte[]> seeds = new TreeMap<>();
        seeds.put("life", opened(SCAN, 0, 33, SCAN, 0, 34, PIPELINE, 0, HEARTBEAT, 1, 0, TIME, 100, SCAN, 0, 1));
        seeds.put("drips", opened(PIECES, 1, SCAN, 0, 33, OTHER, 1, 0, PIPELINE, 2, PIPELINE, 3, PIPELINE, 4));
        seeds.put("takeover", opened(SCAN, 0, 33, CONNECT, 0, HELLO, 0, 2, PIPELINE, 0, CHOOSE, 0, SCAN, 0, 1));
        seeds.put("shared", opened(CONNECT, 0, HELLO, 0, 1, PIPELINE, 0, CONNECT, 2, HELLO, 16, 1, PIPELINE, 0));
        seeds.put("window", opened(SCAN, 0, 1, SCAN, 0, 1, SCAN, 0, 1, SCAN, 0, 1, SCAN, 0, 1, SCAN, 0, 1, SCAN, 0, 1));
        seeds.put("gap", opened(SCAN, 0, 33, SCAN, 9, 33, PIPELINE, 2, PIPELINE, 0));
        seeds.put("duplicate", opened(SCAN, 0, 33, PIPELINE, 0, SCAN, 1, 33, PIPELINE, 0, OTHER, 2, 0, PIPELINE, 0));
        seeds.put("lost", opened(OTHER, 4, 4, PIPELINE, 0, OTHER, 36, 7, PIPELINE, 0));
        seeds.put("closed-stream", opened(SCAN, 0, 1, PIPELINE, 0, CONNECT, 0, HELLO, 32, 1, PIPELINE, 0, HELLO, 0, 1));
        seeds.put("malformed", opened(SCAN, 0, 33, MESSAGE, 3, 18, 1, 255, PIPELINE, 0));
        seeds.put("garbage", opened(RAW, 4, 255, 255, 255, 255, PIPELINE, 0));
        seeds.put("second-hello", opened(HELLO, 0, 1, PIPELINE, 0));
        seeds.put("early-scan", bytes(SCAN, 0, 33, PIPELINE, 0));
        seeds.put("scan-behind-hello", bytes(HELLO, 0, 1, SCAN, 0, 33, PIPELINE, 0));
        seeds.put("wrong-token", bytes(HELLO, 1, 1, PIPELINE, 0, CONNECT, 3, HELLO, 0, 1, PIPELINE, 0));
        seeds.put("wrong-version", bytes(HELLO, 2, 1, PIPELINE, 0));
        seeds.put("late", bytes(PIECES, 9, TIME, 51, CONNECT, 1, RAW, 2, 20, 10, TIME, 101));
        seeds.put("slow-reader", opened(WORLD, 0, TIME, 60, WORLD, 4, TIME, 60, TIME, 60, WORLD, 1));
        seeds.put(
                "no-space",
                opened(SCAN, 0, 1, WORLD, 2, TIME, 9, SCAN, 0, 1, CONNECT, 1, HELLO, 0, 1, WORLD, 2, TIME, 3));
        seeds.put("gone", opened(SCAN, 0, 33, PIPELINE, 1, WORLD, 3, PIPELINE, 0));
        seeds.put("stop", opened(SCAN, 0, 33, STOP, 0, SCAN, 0, 1, PIPELINE, 0, STOP, 1, CONNECT, 1, HELLO, 0, 1));
        return seeds;
    }

    private static byte[] opened(int... more) {
        byte[] all = new byte[OPEN.length + more.length];
        System.arraycopy(bytes(OPEN), 0, all, 0, OPEN.length);
        System.arraycopy(bytes(more), 0, all, OPEN.length, more.length);
        return all;
    }

    private static byte[] bytes(int... octets) {
        byte[] all = new byte[octets.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) octets[i];
        }
        return all;
    }
}
