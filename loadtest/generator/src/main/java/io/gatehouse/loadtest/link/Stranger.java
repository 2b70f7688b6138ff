package io.gatehouse.loadtest.link;

import java.nio.charset.StandardCharsets;

/** Names what answers where no gate server does. */
final class Stranger {
    private static final int SHOWN = 40;
    private static final int TLS_ALERT = 0x15;
    /** The first bytes of a Welcome and a Refusal behind their length. */
    private static final int WELCOME = 1 << 3 | 2;

    private static final int REFUSAL = 5 << 3 | 2;
    private static final int LONGEST_LENGTH = 3;

    private Stranger() {}

    /** Whether what came first, and is no whole frame yet, can't become a Welcome or a Refusal. */
    static boolean isOne(byte[] bytes, int end) {
        for (int i = 0; i < Math.min(end, LONGEST_LENGTH); i++) {
            if (bytes[i] >= 0) {
                return i + 1 < end && bytes[i + 1] != WELCOME && bytes[i + 1] != REFUSAL;
            }
        }
        return end > LONGEST_LENGTH;
    }

    /** In words; {@code bytes} up to {@code end} are what came before any Welcome. */
    static String describe(byte[] bytes, int end) {
        String begin = new String(bytes, 0, Math.min(end, SHOWN), StandardCharsets.ISO_8859_1)
                .replaceAll("[^ -~]+", ".")
                .strip();
        if (begin.startsWith("HTTP/")) {
            return "that is no gate server, but an HTTP one: it says '" + begin + "' (gates have a port of their own)";
        }
        if (end > 1 && bytes[0] == TLS_ALERT && bytes[1] == 3) {
            return "that speaks TLS: give --tls and --tls-ca FILE, or name the server's plain port";
        }
        return "that is no gate server of this protocol: it says '%s'".formatted(begin);
    }
}
