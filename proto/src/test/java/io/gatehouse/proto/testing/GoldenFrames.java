package io.gatehouse.proto.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the golden frames: bytes that every encoder must write and every decoder must take, or refuse, the same way.
 *
 * <p>The files {@code golden/*.golden} say in their heads what the fields of an entry mean. They were not made by the generated classes.
 */
public final class GoldenFrames {
    private static final Set<String> GOOD_KEYS = Set.of("note", "of", "canonical", "hex", "json", "counts-as");
    private static final Set<String> BROKEN_KEYS = Set.of("note", "to", "state", "hex", "outcome", "refused-by");

    /** Which message a good frame carries. */
    public enum Kind {
        GATE("gatehouse.v1.GateMessage"),
        SERVER("gatehouse.v1.ServerMessage"),
        RECORD("gatehouse.journal.v1.Record");

        private final String message;

        Kind(String message) {
            this.message = message;
        }

        static Kind of(String message) {
            for (Kind kind : values()) {
                if (kind.message.equals(message)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("unknown message " + message);
        }
    }

    /** What comes of a broken frame. */
    public enum Outcome {
        FRAME_TOO_LARGE,
        MALFORMED,
        /** The reader waits for more, and closes when the frame's deadline runs out. */
        INCOMPLETE,
        /** Nothing comes of it and the connection stays. */
        IGNORED
    }

    /** Who finds a broken frame out. */
    public enum RefusedBy {
        /** The frame decoder, at the last byte of the length or for want of bytes. */
        LENGTH,
        /** Anyone that parses protobuf. */
        PARSER,
        /** A rule of PROTOCOL.md: the message parses. */
        RULE
    }

    /**
     * A frame that is to be taken.
     *
     * @param canonical whether an encoder writes exactly these bytes for {@code json}
     * @param frame the length and the message
     * @param json the message as the generated classes read it, or null where they refuse it and PROTOCOL.md does not
     * @param countsAs what the server takes the message for; equals {@code json} where nothing is mended
     */
    public record Frame(String name, Kind kind, boolean canonical, byte[] frame, String json, String countsAs) {
        /** The bytes behind the length. */
        public byte[] message() {
            int at = 0;
            while (frame[at] < 0) {
                at++;
            }
            return java.util.Arrays.copyOfRange(frame, at + 1, frame.length);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Bytes that are not to be taken.
     *
     * @param toServer whether the server reads them, else a gate
     * @param beforeWelcome whether they come before {@code Welcome}
     */
    public record Broken(
            String name, boolean toServer, boolean beforeWelcome, byte[] bytes, Outcome outcome, RefusedBy refusedBy) {
        @Override
        public String toString() {
            return name;
        }
    }

    private GoldenFrames() {}

    /** All frames that the generated classes take, of both directions and of the journal. */
    public static List<Frame> good() {
        return frames().stream().filter(f -> f.json() != null).toList();
    }

    /** The frames of {@link #good()} and those that only PROTOCOL.md's own rules take: read {@code countsAs} of them. */
    public static List<Frame> taken() {
        return frames();
    }

    /** All bytes that are refused, ignored or not yet whole. */
    public static List<Broken> bad() {
        List<Broken> all = new ArrayList<>();
        for (Map<String, String> e : entries("broken.golden", BROKEN_KEYS)) {
            all.add(new Broken(
                    e.get("name"),
                    oneOf(e, "to", "server", "gate"),
                    oneOf(e, "state", "before-welcome", "session"),
                    bytes(need(e, "hex")),
                    Outcome.valueOf(need(e, "outcome")),
                    RefusedBy.valueOf(need(e, "refused-by").toUpperCase(java.util.Locale.ROOT))));
        }
        return List.copyOf(all);
    }

    private static List<Frame> frames() {
        List<Frame> all = new ArrayList<>();
        for (String file : List.of("gate.golden", "server.golden", "journal.golden")) {
            for (Map<String, String> e : entries(file, GOOD_KEYS)) {
                String json = e.get("json");
                all.add(new Frame(
                        e.get("name"),
                        Kind.of(need(e, "of")),
                        !e.containsKey("canonical") || !oneOf(e, "canonical", "no", "yes"),
                        bytes(need(e, "hex")),
                        json,
                        e.containsKey("counts-as") ? e.get("counts-as") : need(e, "json")));
            }
        }
        return List.copyOf(all);
    }

    private static List<Map<String, String>> entries(String file, Set<String> keys) {
        List<Map<String, String>> all = new ArrayList<>();
        for (String line : text(file).split("\n")) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("== ")) {
                all.add(new LinkedHashMap<>(Map.of("name", line.substring(3).strip())));
                continue;
            }
            int colon = line.indexOf(": ");
            if (colon < 0 || !keys.contains(line.substring(0, colon)) || all.isEmpty()) {
                throw new IllegalArgumentException(file + ": '" + line + "'");
            }
            String before = all.get(all.size() - 1).put(line.substring(0, colon), line.substring(colon + 2));
            if (before != null) {
                throw new IllegalArgumentException(file + ": twice in one entry: '" + line + "'");
            }
        }
        return all;
    }

    private static String text(String file) {
        try (InputStream in = GoldenFrames.class.getResourceAsStream("/golden/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String need(Map<String, String> entry, String key) {
        String value = entry.get(key);
        if (value == null) {
            throw new IllegalArgumentException(entry.get("name") + " has no " + key);
        }
        return value;
    }

    private static boolean oneOf(Map<String, String> entry, String key, String yes, String no) {
        String value = need(entry, key);
        if (!value.equals(yes) && !value.equals(no)) {
            throw new IllegalArgumentException(entry.get("name") + ": " + key + " is " + value);
        }
        return value.equals(yes);
    }

    /** Two hex digits a byte, spaces between; {@code xx*N} is N bytes xx. */
    private static byte[] bytes(String hex) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String token : hex.split(" ")) {
            int times = token.length() > 2 ? Integer.parseInt(token.substring(3)) : 1;
            int value = Integer.parseInt(token.substring(0, 2), 16);
            for (int i = 0; i < times; i++) {
                out.write(value);
            }
        }
        return out.toByteArray();
    }
}
