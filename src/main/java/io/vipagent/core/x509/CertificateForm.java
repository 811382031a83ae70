package io.vipagent.core.x509;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * The form that a certificate must have for Go to read it at all, on whatever place of a chain it stands. The JDK and
 * OpenSSL read more (crypto/x509, parser.go).
 */
final class CertificateForm {
    private static final int BOOLEAN = 0x01;
    private static final int UTF8_STRING = 0x0c;
    private static final int NUMERIC_STRING = 0x12;
    private static final int PRINTABLE_STRING = 0x13;
    private static final int TELETEX_STRING = 0x14;
    private static final int IA5_STRING = 0x16;
    private static final int BMP_STRING = 0x1e;
    private static final int MAX_ASCII = 0x7f;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private static final Pattern NUMERIC = Pattern.compile("[0-9 ]*");

    /** X.680 has neither the star nor the ampersand, but certificates do. */
    private static final Pattern PRINTABLE = Pattern.compile("[a-zA-Z0-9 '()+,./:=?*&-]*");

    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");
    private static final Pattern AUTHORITY = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^/?#]*@)?([^/?#]*).*");
    private static final Pattern HOST = Pattern.compile("(\\[[^\\[\\]]*]|[a-zA-Z0-9_.~!$&'()*+,;=<>\"%-]*)(:[0-9]*)?");

    private CertificateForm() {}

    /**
     * Checks all of it.
     *
     * @throws CertificateException where Go does not read it, with what is wrong
     */
    static void check(X509Certificate certificate) throws CertificateException {
        if (certificate.getSerialNumber().signum() < 0) {
            throw new CertificateException("its serial number is negative");
        }
        checkStrings("issuer", certificate.getIssuerX500Principal());
        checkStrings("subject", certificate.getSubjectX500Principal());
        for (AlternativeName name : AlternativeName.of(certificate)) {
            if (!isReadable(name)) {
                throw new CertificateException("its alternative name " + name.text() + " is malformed");
            }
        }
        checkBooleans(certificate);
        NameConstraints.of(certificate);
    }

    private static void checkStrings(String whose, X500Principal principal) throws CertificateException {
        Der sequence = new Der(principal.getEncoded()).read(Der.SEQUENCE);
        while (!sequence.isEmpty()) {
            Der set = sequence.next();
            while (!set.isEmpty()) {
                Der attribute = set.read(Der.SEQUENCE);
                attribute.next();
                int tag = attribute.tag();
                if (!isReadable(tag, attribute.next().rest())) {
                    throw new CertificateException("its " + whose + " " + principal.getName()
                            + " holds a string that clients of a cluster do not read");
                }
            }
        }
    }

    private static boolean isReadable(int tag, byte[] value) {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        return switch (tag) {
            case UTF8_STRING -> isUtf8(value);
            case NUMERIC_STRING -> NUMERIC.matcher(text).matches();
            case PRINTABLE_STRING -> PRINTABLE.matcher(text).matches();
            case IA5_STRING -> isAscii(text);
            case TELETEX_STRING -> true;
            case BMP_STRING -> value.length % 2 == 0;
            default -> false;
        };
    }

    private static boolean isUtf8(byte[] value) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isReadable(AlternativeName name) {
        return switch (name.tag()) {
            case AlternativeName.IP -> name.value().length == IPV4_BYTES || name.value().length == IPV6_BYTES;
            case AlternativeName.DNS, AlternativeName.EMAIL -> isAscii(name.text());
            case AlternativeName.URI -> isAscii(name.text()) && isUri(name.text());
            default -> true;
        };
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c <= MAX_ASCII);
    }

    /** As Go's net/url reads it, and its host must be a domain by its form. */
    private static boolean isUri(String uri) {
        if (uri.startsWith(":")
                || uri.chars().anyMatch(Character::isISOControl)
                || BAD_ESCAPE.matcher(uri).find()) {
            return false;
        }
        Matcher authority = AUTHORITY.matcher(uri);
        if (!authority.matches() || authority.group(1).isEmpty()) {
            return true;
        }
        String host = authority.group(1);
        return HOST.matcher(host).matches() && NameConstraints.isDomain(host);
    }

    /** In DER true is 0xff alone. */
    private static void checkBooleans(X509Certificate certificate) throws CertificateParsingException {
        byte[] extension = certificate.getExtensionValue(CertificateChecks.BASIC_CONSTRAINTS);
        if (extension == null) {
            return;
        }
        Der constraints = new Der(extension).read(Der.OCTET_STRING).read(Der.SEQUENCE);
        if (constraints.has(BOOLEAN)) {
            byte[] value = constraints.next().rest();
            if (value.length != 1 || value[0] != 0 && value[0] != -1) {
                throw new CertificateParsingException("its basic constraints are malformed");
            }
        }
    }
}
