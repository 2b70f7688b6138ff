package io.gatehouse.loadtest.peers;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A few commands over one blocking connection, for what is not measured. */
final class RedisClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 30_000;
    private static final int AT_ONCE = 1_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RedisClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    }

    /** One command, its reply as text. */
    String call(String... words) throws IOException {
        out.write(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : words) {
            out.write(("$" + word.length() + "\r\n" + word + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        out.flush();
        return reply();
    }

    /** Sets each pass of a roster to the digit of its verdict. */
    void load(Roster roster) throws IOException {
        byte[] set = new Bytes()
                .text("*3\r\n$3\r\nSET\r\n$16\r\n")
                .zeros(RedisDialect.PASS_BYTES)
                .text("\r\n$1\r\n0\r\n")
                .array();
        int passAt = set.length - RedisDialect.PASS_BYTES - "\r\n$1\r\n0\r\n".length();
        for (int i = 0; i < roster.size(); i += AT_ONCE) {
            int to = Math.min(roster.size(), i + AT_ONCE);
            for (int pass = i; pass < to; pass++) {
                Bytes.putLong(set, passAt, roster.high(pass));
                Bytes.putLong(set, passAt + Long.BYTES, roster.low(pass));
                set[set.length - 3] = (byte) ('0' + roster.verdict(pass));
                out.write(set);
            }
            out.flush();
            for (int pass = i; pass < to; pass++) {
                reply();
            }
        }
    }

    private String reply() throws IOException {
        String line = line();
        return switch (line.charAt(0)) {
            case '-' -> throw new IOException("Redis says: " + line.substring(1));
            case '$' -> bulk(Integer.parseInt(line.substring(1)));
            default -> line.substring(1);
        };
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return "";
        }
        byte[] bytes = in.readNBytes(length + 2);
        if (bytes.length < length + 2) {
            throw new EOFException("Redis closed the connection");
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("Redis closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
