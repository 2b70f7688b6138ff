package io.gatehouse.server.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys, and says of each file that can't be used what is wrong with it. */
final class PemFiles {
    private static final int MOST_BYTES = 1 << 20;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);
    private static final byte[] PROBE = {'g', 'a', 't', 'e'};

    private PemFiles() {}

    /** A certificate, then those that lead up to its authority: each is signed by the next. */
    static X509Certificate[] chain(Path file) throws BadCertificateException {
        X509Certificate[] chain = certificates(file);
        for (int i = 0; i + 1 < chain.length; i++) {
            try {
                chain[i].verify(chain[i + 1].getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new BadCertificateException(
                        file, "certificate " + (i + 1) + " is not signed by the one behind it", e);
            }
        }
        return chain;
    }

    /** One or more certificates. */
    static X509Certificate[] certificates(Path file) throws BadCertificateException {
        byte[] pem = read(file);
        try {
            X509Certificate[] found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .toArray(X509Certificate[]::new);
            if (found.length == 0) {
                throw new BadCertificateException(file, "holds no certificate");
            }
            return found;
        } catch (CertificateException e) {
            throw new BadCertificateException(file, "is not PEM with X.509 certificates", e);
        }
    }

    /** The private key of a certificate. Nothing of what the file holds is ever said. */
    static PrivateKey key(Path file, X509Certificate certificate) throws BadCertificateException {
        refuseReadableByOthers(file);
        Matcher pem = KEY.matcher(new String(read(file), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new BadCertificateException(file, "holds no private key in PEM");
        }
        if (!pem.group(1).equals("PRIVATE KEY")) {
            throw new BadCertificateException(
                    file,
                    "holds a " + pem.group(1) + "; wanted is PKCS#8 without a password, as of openssl pkcs8 -topk8"
                            + " -nocrypt");
        }
        PublicKey publicKey = certificate.getPublicKey();
        PrivateKey key;
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
            key = KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new BadCertificateException(
                    file, "holds no " + publicKey.getAlgorithm() + " key as the certificate has one");
        }
        if (!belong(key, publicKey)) {
            throw new BadCertificateException(file, "is not the key of the certificate");
        }
        return key;
    }

    private static boolean belong(PrivateKey key, PublicKey publicKey) {
        try {
            String algorithm = switch (publicKey.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> publicKey.getAlgorithm();
            };
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void refuseReadableByOthers(Path file) throws BadCertificateException {
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new BadCertificateException(file, "may be read or written by others than its owner: chmod 600");
            }
        } catch (UnsupportedOperationException e) {
            // A file system without such permissions.
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static byte[] read(Path file) throws BadCertificateException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new BadCertificateException(file, "is larger than 1 MiB");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static BadCertificateException unreadable(Path file, IOException e) {
        return new BadCertificateException(
                file, Files.exists(file) ? "can't be read: " + e.getMessage() : "there is no such file", e);
    }
}
