package io.gatehouse.server.roster.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes UTF-8 and reports what is not, with its line, once for each line, going on behind it; skips a byte order mark;
 * cuts a line that is too long. So one reading finds everything, and no file takes more memory than a line.
 */
final class StrictReader extends Reader {
    /** Bytes of a row. */
    static final int LONGEST_LINE = 4_096;

    private static final char REPLACEMENT = '\ufffd';

    interface Complaint {
        void about(long line, String why);
    }

    private final InputStream in;
    private final Complaint complaint;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
    private final CharBuffer chars = CharBuffer.allocate(1 << 16).flip();
    private boolean ended;
    private boolean begun;
    private boolean afterReturn;
    private long line = 1;
    private long complainedLine;
    private int lineBytes;
    /** The last character of {@link #chars} stands for bytes that are no character. */
    private boolean badAtEnd;

    StrictReader(InputStream in, Complaint complaint) {
        this.in = in;
        this.complaint = complaint;
    }

    @Override
    public int read(char[] to, int offset, int length) throws IOException {
        int written = 0;
        while (written == 0) {
            if (!chars.hasRemaining() && !fill()) {
                return -1;
            }
            while (chars.hasRemaining() && written < length) {
                char c = chars.get();
                if (keep(c)) {
                    to[offset + written++] = c;
                }
            }
        }
        return written;
    }

    /** Counts lines and their bytes; false for what is not to be handed on. */
    private boolean keep(char c) {
        if (!begun) {
            begun = true;
            if (c == '\ufeff') {
                return false;
            }
        }
        if (c == '\n' || c == '\r') {
            if (c == '\r' || !afterReturn) {
                line++;
            }
            lineBytes = 0;
            afterReturn = c == '\r';
            return true;
        }
        afterReturn = false;
        if (badAtEnd && !chars.hasRemaining()) {
            complain("is not UTF-8");
        }
        lineBytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        if (lineBytes > LONGEST_LINE) {
            complain("is longer than " + LONGEST_LINE + " bytes");
            return false;
        }
        return true;
    }

    private void complain(String why) {
        if (complainedLine != line) {
            complainedLine = line;
            complaint.about(line, why);
        }
    }

    private boolean fill() throws IOException {
        chars.clear();
        badAtEnd = false;
        while (true) {
            CoderResult result = decoder.decode(bytes, chars, ended);
            if (result.isError()) {
                bytes.position(bytes.position() + result.length());
                chars.put(REPLACEMENT); // a character for each byte finds room, and this is fewer
                badAtEnd = true;
                break;
            }
            if (chars.position() > 0 || ended) {
                break;
            }
            readMore();
        }
        chars.flip();
        return chars.hasRemaining();
    }

    private void readMore() throws IOException {
        bytes.compact();
        int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (n < 0) {
            ended = true;
        } else {
            bytes.position(bytes.position() + n);
        }
        bytes.flip();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
