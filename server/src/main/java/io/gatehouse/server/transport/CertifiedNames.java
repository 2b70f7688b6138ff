package io.gatehouse.server.transport;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Gate ids of a client certificate: its DNS names, or, where it has no alternative names at all, its common name. */
final class CertifiedNames {
    private static final int DNS = 2;

    private CertifiedNames() {}

    /** The ids, as they are written; empty where the certificate names no gate. */
    static List<String> of(X509Certificate certificate) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            return alternatives == null ? common(certificate) : dns(alternatives);
        } catch (CertificateParsingException | InvalidNameException e) {
            return List.of();
        }
    }

    private static List<String> dns(Collection<List<?>> alternatives) {
        List<String> names = new ArrayList<>();
        for (List<?> alternative : alternatives) {
            if ((Integer) alternative.get(0) == DNS) {
                names.add((String) alternative.get(1));
            }
        }
        return names;
    }

    private static List<String> common(X509Certificate certificate) throws InvalidNameException {
        List<String> names = new ArrayList<>();
        for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
            if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
                names.add(name);
            }
        }
        return names;
    }
}
