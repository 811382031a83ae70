package io.vipagent.core.x509;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What one certificate must be, on its place in a chain, as Go's crypto/x509 has it. Each check says what is wrong. */
final class CertificateChecks {
    static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final int CERT_SIGN = 5;
    private static final int V3 = 3;
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final int MAX_NAMES_IN_MESSAGE = 4;

    /**
     * Key usage, names, basic and name constraints, distribution points, policies, key identifiers, extended usage,
     * AIA.
     */
    private static final Set<String> KNOWN_EXTENSIONS = Set.of(
            "2.5.29.15",
            AlternativeName.OID,
            BASIC_CONSTRAINTS,
            NameConstraints.OID,
            "2.5.29.31",
            "2.5.29.32",
            "2.5.29.35",
            "2.5.29.37",
            "2.5.29.14",
            "1.3.6.1.5.5.7.1.1");

    private CertificateChecks() {}

    /**
     * The server's own key must be of a kind that Go knows. An RSA key must not be larger than Go computes with, its
     * exponent neither, and the server's own key not smaller than it believes.
     */
    static void checkKeys(List<X509Certificate> shown) throws CertificateException {
        for (X509Certificate certificate : shown) {
            if (certificate.getPublicKey() instanceof RSAPublicKey rsa) {
                int bits = rsa.getModulus().bitLength();
                if (bits > Signatures.MAX_RSA_BITS) {
                    throw new CertificateException("the RSA key of " + Subjects.of(certificate) + " has " + bits
                            + " bits, expected at most " + Signatures.MAX_RSA_BITS);
                }
                if (rsa.getPublicExponent().bitLength() > Signatures.MAX_RSA_EXPONENT_BITS) {
                    throw new CertificateException("the RSA key of " + Subjects.of(certificate)
                            + " has an exponent of " + rsa.getPublicExponent().bitLength()
                            + " bits, expected at most " + Signatures.MAX_RSA_EXPONENT_BITS);
                }
            }
        }
        PublicKey own = shown.getFirst().getPublicKey();
        if (!Signatures.isKnown(own)) {
            throw new CertificateException(
                    "the server's key is " + Signatures.name(own) + ", which clients of a cluster do not know");
        }
        if (own instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < Signatures.MIN_RSA_BITS) {
            throw new CertificateException("the server's RSA key has "
                    + rsa.getModulus().bitLength() + " bits, expected at least " + Signatures.MIN_RSA_BITS);
        }
    }

    /** A critical extension must be one that Go knows. */
    static void checkExtensions(X509Certificate certificate) throws CertificateException {
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        if (critical == null) {
            return;
        }
        for (String extension : critical) {
            boolean known = KNOWN_EXTENSIONS.contains(extension);
            if (extension.equals(NameConstraints.OID)) {
                known = NameConstraints.of(certificate)
                        .filter(NameConstraints::unknown)
                        .isEmpty();
            } else if (extension.equals(AlternativeName.OID)) {
                known = AlternativeName.of(certificate).stream().anyMatch(AlternativeName::isKnown);
            }
            if (!known) {
                throw new CertificateException(
                        "its critical extension " + extension + " is unknown to clients of a cluster");
            }
        }
    }

    /** The server's certificate must be for the name that was asked for, among its alternative names. */
    static void checkName(X509Certificate leaf, String serverName) throws CertificateException {
        List<AlternativeName> names = AlternativeName.of(leaf);
        Optional<InetAddress> address = HostNames.address(serverName);
        if (names.stream()
                .anyMatch(name -> address.isPresent() ? isFor(name, address.get()) : isFor(name, serverName))) {
            return;
        }
        List<String> carried = names.stream()
                .filter(name -> name.tag() == AlternativeName.DNS || name.tag() == AlternativeName.IP)
                .map(CertificateChecks::described)
                .toList();
        throw new CertificateException(
                carried.isEmpty()
                        ? "the server's certificate carries no subject alternative name, and its subject "
                                + Subjects.of(leaf) + " counts for nothing; expected " + serverName
                        : "the server's certificate is for " + first(carried) + ", not for " + serverName);
    }

    /** An address that stands among the DNS names counts for nothing, which is not seen at a glance. */
    private static String described(AlternativeName name) {
        boolean disguised = name.tag() == AlternativeName.DNS
                && HostNames.address(name.text()).isPresent();
        return disguised ? "the DNS name " + name.text() : name.text();
    }

    private static boolean isFor(AlternativeName name, String serverName) {
        return name.tag() == AlternativeName.DNS && HostNames.isFor(name.text(), serverName);
    }

    private static boolean isFor(AlternativeName name, InetAddress address) {
        try {
            return name.tag() == AlternativeName.IP
                    && InetAddress.getByAddress(name.value()).equals(address);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String first(List<String> names) {
        String some = names.stream().limit(MAX_NAMES_IN_MESSAGE).collect(Collectors.joining(", "));
        return names.size() > MAX_NAMES_IN_MESSAGE
                ? some + " and " + (names.size() - MAX_NAMES_IN_MESSAGE) + " more"
                : some;
    }

    /** Go heeds the key usage of a CA, and that it is one; a certificate of version 1 can say neither. */
    static void checkMaySign(X509Certificate issuer) throws CertificateException {
        boolean constrained = issuer.getExtensionValue(BASIC_CONSTRAINTS) != null;
        if (constrained ? issuer.getBasicConstraints() < 0 : issuer.getVersion() == V3) {
            throw about(issuer, new CertificateException("it is not a CA (basic constraints)"));
        }
        boolean[] usage = issuer.getKeyUsage();
        if (usage != null && !usage[CERT_SIGN] && any(usage)) {
            throw about(issuer, new CertificateException("its key usage does not allow it to sign certificates"));
        }
    }

    private static boolean any(boolean[] bits) {
        for (boolean bit : bits) {
            if (bit) {
                return true;
            }
        }
        return false;
    }

    /** The names of the server and of the CA itself must be among those that the CA may vouch for. */
    static void checkNameConstraints(X509Certificate issuer, X509Certificate leaf, Effort effort)
            throws CertificateException {
        Optional<NameConstraints> constraints = NameConstraints.of(issuer);
        if (constraints.isPresent()) {
            constraints.get().check(AlternativeName.of(leaf), effort);
            constraints.get().check(AlternativeName.of(issuer), effort);
        }
    }

    /** A CA must be one, and may allow only so many others below it. */
    static void checkPathLength(X509Certificate issuer, List<X509Certificate> path, boolean anchor)
            throws CertificateException {
        if (!anchor && issuer.getBasicConstraints() < 0) {
            throw new CertificateException("it is not a CA (basic constraints)");
        }
        int allowed = issuer.getBasicConstraints();
        if (allowed >= 0 && path.size() - 1 > allowed) {
            throw new CertificateException("it allows " + allowed + " intermediate certificates below it, not "
                    + (path.size() - 1) + " (path length)");
        }
    }

    /** Every certificate on the way must be for TLS servers, or for TLS clients, or for anything. */
    static void checkUsage(List<X509Certificate> path, boolean server) throws CertificateException {
        String expected = server ? SERVER_AUTH : CLIENT_AUTH;
        for (X509Certificate certificate : path) {
            List<String> usages = certificate.getExtendedKeyUsage();
            if (usages != null && !usages.contains(expected) && !usages.contains(ANY_USAGE)) {
                throw about(
                        certificate,
                        new CertificateException("its extended key usage does not allow "
                                + (server ? "TLS servers (serverAuth)" : "TLS clients (clientAuth)")));
            }
        }
    }

    /**
     * Returns what {@code error} says with the subject of {@code certificate} before it; the last cause is what is
     * shown.
     */
    static CertificateException about(X509Certificate certificate, CertificateException error) {
        return new CertificateException(Subjects.of(certificate) + ": " + error.getMessage());
    }
}
