package io.gatehouse.server.transport;

/**
 * Copies text from a gate: what is not UTF-8 is replaced by U+FFFD where Java's own decoder would, and the whole is cut
 * between two characters where it gets too long. Without garbage; one thread at a time.
 */
final class TextMender {
    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

    private boolean mended;

    /** Whether the last text was cut or had something replaced. */
    boolean mended() {
        return mended;
    }

    /**
     * Copies up to {@code target.length} bytes.
     *
     * @return how many bytes of {@code target} are text now
     */
    int copy(byte[] source, int offset, int length, byte[] target) {
        mended = false;
        int end = offset + length;
        int at = offset;
        int to = 0;
        while (at < end) {
            int step = step(source, at, end);
            int size = step < 0 ? REPLACEMENT.length : step;
            if (size > target.length - to) {
                mended = true;
                return to;
            }
            if (step == 1) {
                target[to] = source[at];
            } else {
                put(source, at, step, target, to);
            }
            to += size;
            at += Math.abs(step);
        }
        return to;
    }

    private void put(byte[] source, int at, int step, byte[] target, int to) {
        if (step < 0) {
            mended = true;
            System.arraycopy(REPLACEMENT, 0, target, to, REPLACEMENT.length);
        } else {
            System.arraycopy(source, at, target, to, step);
        }
    }

    /** Bytes of the character at {@code at}; negative: as many bytes are replaced as one. */
    private static int step(byte[] b, int at, int end) {
        int lead = b[at] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        if (lead < 0xc2 || lead > 0xf4 || at + 1 == end || !secondFits(lead, b[at + 1] & 0xff)) {
            return -1;
        }
        if (lead < 0xe0) {
            return 2;
        }
        if (at + 2 == end || !continues(b[at + 2])) {
            return -2;
        }
        if (lead < 0xf0) {
            boolean surrogate = lead == 0xed && (b[at + 1] & 0xff) >= 0xa0;
            return surrogate ? -3 : 3;
        }
        return at + 3 == end || !continues(b[at + 3]) ? -3 : 4;
    }

    /** Whether the second byte continues the first to a code point that is not overlong and not beyond U+10FFFF. */
    private static boolean secondFits(int lead, int second) {
        if ((second & 0xc0) != 0x80) {
            return false;
        }
        return switch (lead) {
            case 0xe0 -> second >= 0xa0;
            case 0xf0 -> second >= 0x90;
            case 0xf4 -> second < 0x90;
            default -> true;
        };
    }

    private static boolean continues(byte b) {
        return (b & 0xc0) == 0x80;
    }
}
