package io.vipagent.core.x509;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * One subject alternative name (RFC 5280, section 4.2.1.6), as it stands in the certificate: the JDK refuses names that
 * Go takes, such as those with an underscore.
 *
 * @param tag which kind of name, as in the certificate
 */
record AlternativeName(int tag, byte[] value) {
    static final int EMAIL = 0x81;
    static final int DNS = 0x82;
    static final int URI = 0x86;
    static final int IP = 0x87;
    static final String OID = "2.5.29.17";

    /** No certificate that is in use has so many. */
    static final int MAX_NAMES = 10_000;

    /** Returns all names of {@code certificate}; none where it has no such extension. */
    static List<AlternativeName> of(X509Certificate certificate) throws CertificateParsingException {
        byte[] extension = certificate.getExtensionValue(OID);
        List<AlternativeName> names = new ArrayList<>();
        if (extension != null) {
            Der sequence = new Der(extension).read(Der.OCTET_STRING).read(Der.SEQUENCE);
            while (!sequence.isEmpty()) {
                if (names.size() == MAX_NAMES) {
                    throw new CertificateParsingException("it has more than " + MAX_NAMES + " alternative names");
                }
                int tag = sequence.tag();
                names.add(new AlternativeName(tag, sequence.next().rest()));
            }
        }
        return names;
    }

    /** Returns whether {@code certificate} has the extension, whatever is in it. */
    static boolean areIn(X509Certificate certificate) {
        return certificate.getExtensionValue(OID) != null;
    }

    /** Returns whether a client of a cluster knows this kind. */
    boolean isKnown() {
        return tag == EMAIL || tag == DNS || tag == URI || tag == IP;
    }

    String text() {
        if (tag != IP) {
            return new String(value, StandardCharsets.ISO_8859_1);
        }
        try {
            return InetAddress.getByAddress(value).getHostAddress();
        } catch (UnknownHostException e) {
            return "an address of " + value.length + " bytes";
        }
    }
}
