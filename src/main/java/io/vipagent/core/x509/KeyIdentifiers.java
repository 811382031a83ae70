package io.vipagent.core.x509;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/** Which of several CAs of one name a certificate means. A hint alone: it saves checks of signatures. */
final class KeyIdentifiers {
    private static final String SUBJECT = "2.5.29.14";
    private static final String AUTHORITY = "2.5.29.35";
    private static final int KEY_IDENTIFIER = 0x80;

    private KeyIdentifiers() {}

    /** Returns whether {@code child} names the key of {@code issuer}; false where one of them names none. */
    static boolean match(X509Certificate child, X509Certificate issuer) {
        byte[] authority = child.getExtensionValue(AUTHORITY);
        byte[] subject = issuer.getExtensionValue(SUBJECT);
        if (authority == null || subject == null) {
            return false;
        }
        try {
            Der named = new Der(authority).read(Der.OCTET_STRING).read(Der.SEQUENCE);
            return named.has(KEY_IDENTIFIER)
                    && Arrays.equals(
                            named.next().rest(),
                            new Der(subject)
                                    .read(Der.OCTET_STRING)
                                    .read(Der.OCTET_STRING)
                                    .rest());
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
