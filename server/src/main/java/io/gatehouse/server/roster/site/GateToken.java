package io.gatehouse.server.roster.site;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * A gate's token: {@code gst_}, 32 random bytes as 43 base-62 digits, then the CRC32 of all before it as 6 base-62
 * digits, so that a typing error and a token in a file are both found without asking a server.
 */
public final class GateToken {
    public static final int SECRET_BYTES = 32;

    private static final String PREFIX = "gst_";
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final int SECRET_DIGITS = 43;
    private static final int CHECK_DIGITS = 6;

    private GateToken() {}

    /** @param secret {@value #SECRET_BYTES} random bytes */
    public static String of(byte[] secret) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException("a token is made of " + SECRET_BYTES + " bytes, not " + secret.length);
        }
        String body = PREFIX + base62(new BigInteger(1, secret), SECRET_DIGITS);
        return body + check(body);
    }

    /** Whether it has the form of a token and its check is right. */
    public static boolean isWellFormed(String token) {
        int body = PREFIX.length() + SECRET_DIGITS;
        return token.length() == body + CHECK_DIGITS
                && token.startsWith(PREFIX)
                && token.substring(body).equals(check(token.substring(0, body)));
    }

    /** What {@code gates.csv} holds of it: hex of SHA-256 over the token's bytes. */
    public static String sha256(String token) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String check(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return base62(BigInteger.valueOf(crc.getValue()), CHECK_DIGITS);
    }

    private static String base62(BigInteger number, int digits) {
        char[] text = new char[digits];
        BigInteger rest = number;
        for (int i = digits - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            text[i] = DIGITS.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(text);
    }
}
