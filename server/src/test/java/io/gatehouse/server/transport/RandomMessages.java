package io.gatehouse.server.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Messages from gates, whole and broken, written field by field without the generated classes. */
final class RandomMessages {
    /** The type of each field by number, from 1: v varint, f fixed64, e enum, b bool, i id, t text, a Acted. */
    private static final String[] FIELDS = {null, "vtifvvtff", "vifevea", "vfet", "vvtb", "vviefa", "ff", "vf"};

    private static final String ACTED = "beevt";
    private static final int MAX_SIZE = 4_096;

    private final SplittableRandom random;
    private final Random shuffles;
    private byte[] other = {};

    RandomMessages(long seed) {
        random = new SplittableRandom(seed);
        shuffles = new Random(seed);
    }

    /** The next one, 1 to 4,096 bytes. */
    byte[] next() {
        byte[] message = message();
        for (int breaks = random.nextInt(5) - 2; breaks > 0; breaks--) {
            message = broken(message);
        }
        other = message;
        return message.length == 0 || message.length > MAX_SIZE ? next() : message;
    }

    private byte[] message() {
        if (chance(70)) {
            int body = 1 + random.nextInt(7);
            return field(body, 2, fields(FIELDS[body]));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int favourite = 1 + random.nextInt(7);
        for (int n = random.nextInt(5); n > 0; n--) {
            int body = chance(60) ? favourite : 1 + random.nextInt(7);
            out.writeBytes(chance(70) ? field(body, 2, fields(FIELDS[body])) : unknown());
        }
        return out.toByteArray();
    }

    private byte[] fields(String types) {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < types.length(); i++) {
            for (int n = chance(80) ? 1 : random.nextInt(3); n > 0; n--) {
                all.add(value(i + 1, types.charAt(i)));
            }
        }
        if (chance(6)) {
            all.add(unknown());
        }
        if (chance(25)) {
            Collections.shuffle(all, shuffles);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        all.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private byte[] value(int number, char type) {
        return switch (type) {
            case 'v' -> field(number, 0, varint(random.nextLong() >>> random.nextInt(64)));
            case 'e' -> field(number, 0, varint(chance(95) ? random.nextInt(6) : random.nextInt(-2, 30)));
            case 'b' -> field(number, 0, varint(chance(95) ? random.nextInt(2) : random.nextLong()));
            case 'f' -> field(number, 1, bytes(8));
            case 'i' -> field(number, 2, bytes(chance(80) ? 16 : random.nextInt(80)));
            case 't' -> field(number, 2, text());
            case 'a' -> field(number, 2, fields(ACTED));
            default -> throw new IllegalArgumentException("type " + type);
        };
    }

    private byte[] unknown() {
        int number = chance(60) ? 1 + random.nextInt(24) : 1 + random.nextInt((1 << 29) - 1);
        int type = random.nextInt(chance(97) ? 6 : 8);
        return switch (type) {
            case 0 -> field(number, 0, varint(random.nextLong() >>> random.nextInt(64)));
            case 1 -> field(number, 1, bytes(8));
            case 2 -> field(number, 2, bytes(random.nextInt(20)));
            case 3 -> group(number, chance(95) ? random.nextInt(4) : random.nextInt(90, 105));
            case 5 -> field(number, 5, bytes(4));
            default -> chance(30) ? field(number, type, new byte[0]) : unknown();
        };
    }

    private byte[] group(int number, int depth) {
        byte[] inner = depth == 0 ? chance(50) ? unknown() : new byte[0] : group(1 + random.nextInt(24), depth - 1);
        int last = chance(99) ? number : number + 1;
        return join(field(number, 3, inner), varint((long) last << 3 | 4));
    }

    private byte[] field(int number, int type, byte[] value) {
        byte[] tag = varint((long) number << 3 | type);
        return type == 2 ? join(tag, varint(value.length), value) : join(tag, value);
    }

    /** Now and then longer than need be, rarely longer than may be. */
    private byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        byte[] shortest = out.toByteArray();
        if (!chance(1)) {
            return shortest;
        }
        int length = Math.max(shortest.length, random.nextInt(1, chance(97) ? 11 : 13));
        byte[] padded = new byte[length];
        Arrays.fill(padded, (byte) 0x80);
        for (int i = 0; i < shortest.length; i++) {
            padded[i] |= shortest[i];
        }
        padded[length - 1] &= 0x7f;
        return padded;
    }

    private byte[] text() {
        int length = chance(90) ? random.nextInt(12) : random.nextInt(150, 260);
        int how = random.nextInt(10);
        if (how == 0) {
            return bytes(length);
        }
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int limit = how < 7 ? 0x80 : how == 7 ? 0x900 : 0x11_0000;
            int point = random.nextInt(limit);
            text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 0xfffd : point);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] broken(byte[] message) {
        if (message.length == 0) {
            return bytes(1 + random.nextInt(3));
        }
        int at = random.nextInt(message.length);
        int end = at + random.nextInt(Math.min(20, message.length - at) + 1);
        switch (random.nextInt(6)) {
            case 0 -> {
                byte[] flipped = message.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                return flipped;
            }
            case 1 -> {
                return slice(message, 0, at);
            }
            case 2 -> {
                return join(slice(message, 0, at), slice(message, end, message.length));
            }
            case 3 -> {
                return join(slice(message, 0, at), bytes(1 + random.nextInt(4)), slice(message, at, message.length));
            }
            case 4 -> {
                return join(slice(message, 0, end), slice(message, at, message.length));
            }
            default -> {
                int from = random.nextInt(other.length + 1);
                return join(slice(message, 0, at), slice(other, from, other.length));
            }
        }
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
