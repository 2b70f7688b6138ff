package io.gatehouse.server.log;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns passes into what the log may show: the first 10 hex digits of HMAC-SHA256 under a key. Under one key a pass always
 * looks the same; without the key nobody can tell which it was, nor try all passes. Any thread.
 */
public final class PassHash {
    /** A key that is worth one. */
    public static final int KEY_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHOWN_BYTES = 5;

    private final SecretKeySpec key;

    /**
     * @param key at least {@link #KEY_BYTES}
     */
    public PassHash(byte[] key) {
        if (key.length < KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes is too short: " + KEY_BYTES);
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** With a key that ends with the process. */
    static PassHash ofThisStart() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new PassHash(key);
    }

    String of(PassRef pass) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES * 2)
                    .putLong(pass.hi())
                    .putLong(pass.lo())
                    .array());
            return HexFormat.of().formatHex(hash, 0, SHOWN_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
