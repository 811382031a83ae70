package io.vipagent.core.x509;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges the certificates that a server shows as Go's {@code Certificate.Verify} does. Unlike the PKIX of the JDK it
 * holds the CA in {@code ca-file} to its own dates, constraints and usage, asks nothing of a key usage but that a CA may
 * sign, and gives the common name no weight. Nothing is revoked, as for every client of a cluster.
 */
public final class ServerChain {
    /** How many signatures are checked for one chain, at most: Go's limit. */
    static final int MAX_SIGNATURE_CHECKS = 100;

    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final int CERT_SIGN = 5;
    private static final int V3 = 3;
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final int MAX_NAMES_IN_MESSAGE = 4;

    /** Key usage, names, basic and name constraints, distribution points, policies, key identifiers, extended usage, AIA. */
    private static final Set<String> KNOWN_EXTENSIONS = Set.of(
            "2.5.29.15",
            ALTERNATIVE_NAMES,
            BASIC_CONSTRAINTS,
            NameConstraints.OID,
            "2.5.29.31",
            "2.5.29.32",
            "2.5.29.35",
            "2.5.29.37",
            "2.5.29.14",
            "1.3.6.1.5.5.7.1.1");

    private final List<X509Certificate> shown;
    private final Set<X509Certificate> authorities;
    private final String serverName;
    private final Instant now;

    private boolean ignoresTime;
    private int signatureChecks;
    private @Nullable CertificateException unfit;
    private @Nullable CertificateException unsigned;

    private ServerChain(
            List<X509Certificate> shown, List<X509Certificate> authorities, String serverName, Instant now) {
        this.shown = shown;
        this.authorities = new LinkedHashSet<>(authorities);
        this.serverName = serverName;
        this.now = now;
    }

    /**
     * Finds a path from the first of {@code shown} to one of {@code authorities}; the others that are shown may come in
     * any order, twice, or for nothing.
     *
     * @throws CertificateExpiredException where there would be a path if one certificate had not expired, which it names
     * @throws CertificateNotYetValidException likewise
     * @throws CertificateException where there is no path
     */
    public static TrustPath verify(
            List<X509Certificate> shown, List<X509Certificate> authorities, String serverName, Instant now)
            throws CertificateException {
        ServerChain chain = new ServerChain(shown, authorities, serverName, now);
        try {
            return chain.path(false);
        } catch (Untimely e) {
            TrustPath path = chain.path(true);
            throw chain.untimely(path);
        }
    }

    /**
     * The path that there would be if nothing ever expired, for those who want to know when it does; empty where there
     * is none.
     */
    public static Optional<TrustPath> timeless(
            List<X509Certificate> shown, List<X509Certificate> authorities, String serverName) {
        try {
            return Optional.of(new ServerChain(shown, authorities, serverName, Instant.EPOCH).path(true));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    /** The DNS names and addresses that {@code certificate} carries; none where it cannot be read. */
    public static List<String> names(X509Certificate certificate) {
        try {
            return AlternativeName.of(certificate).stream()
                    .filter(AlternativeName::isKnown)
                    .map(AlternativeName::text)
                    .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** Something on the way is not valid at this moment. */
    private static final class Untimely extends CertificateException {
        private static final long serialVersionUID = 1;
    }

    private TrustPath path(boolean ignoringTime) throws CertificateException {
        ignoresTime = ignoringTime;
        signatureChecks = 0;
        unfit = null;
        unsigned = null;
        X509Certificate leaf = shown.getFirst();
        checkKeySizes();
        try {
            checkExtensions(leaf);
        } catch (CertificateException e) {
            throw about(leaf, e);
        }
        checkTime(leaf);
        checkName(leaf);
        List<X509Certificate> path = List.of(leaf);
        if (authorities.contains(leaf)) {
            checkUsage(path);
            return new TrustPath(path);
        }
        Optional<List<X509Certificate>> found = extend(path);
        if (found.isPresent()) {
            return new TrustPath(found.get());
        }
        throw whyNot();
    }

    private CertificateException whyNot() {
        if (unfit != null) {
            return unfit;
        }
        X509Certificate leaf = shown.getFirst();
        String issuer = "its issuer is " + leaf.getIssuerX500Principal().getName();
        String known = authorities.stream().map(Subjects::of).distinct().collect(Collectors.joining(" and "));
        return new CertificateException("no CA in ca-file vouches for it: " + issuer + ", and "
                + (unsigned == null ? "ca-file holds " + known : unsigned.getMessage()));
    }

    private CertificateException untimely(TrustPath path) {
        List<X509Certificate> certificates = path.certificates();
        for (int i = 0; i < certificates.size(); i++) {
            Instant end = certificates.get(i).getNotAfter().toInstant();
            if (now.isAfter(end)) {
                return new CertificateExpiredException(path.role(i) + " expired at " + end);
            }
        }
        for (int i = 0; i < certificates.size(); i++) {
            Instant begin = certificates.get(i).getNotBefore().toInstant();
            if (now.isBefore(begin)) {
                return new CertificateNotYetValidException(path.role(i) + " is valid from " + begin);
            }
        }
        throw new IllegalStateException("all of a path is valid that was refused for its dates");
    }

    /** From the last of {@code path} on, depth first. */
    private Optional<List<X509Certificate>> extend(List<X509Certificate> path) throws CertificateException {
        X509Certificate child = path.getLast();
        for (X509Certificate authority : issuersOf(child, authorities)) {
            if (accepts(authority, path, true)) {
                List<X509Certificate> complete = append(path, authority);
                if (isForServers(complete)) {
                    return Optional.of(complete);
                }
            }
        }
        for (X509Certificate intermediate : issuersOf(child, new LinkedHashSet<>(shown.subList(1, shown.size())))) {
            if (accepts(intermediate, path, false)) {
                Optional<List<X509Certificate>> found = extend(append(path, intermediate));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Returns those of the right name, byte by byte; first the ones whose key has the identifier that {@code child} names. */
    private static List<X509Certificate> issuersOf(X509Certificate child, Set<X509Certificate> candidates) {
        byte[] issuer = child.getIssuerX500Principal().getEncoded();
        List<X509Certificate> named = candidates.stream()
                .filter(candidate ->
                        Arrays.equals(candidate.getSubjectX500Principal().getEncoded(), issuer))
                .toList();
        if (named.size() < 2) {
            return named;
        }
        List<X509Certificate> sorted = new ArrayList<>();
        named.stream()
                .filter(candidate -> KeyIdentifiers.match(child, candidate))
                .forEach(sorted::add);
        named.stream()
                .filter(candidate -> !KeyIdentifiers.match(child, candidate))
                .forEach(sorted::add);
        return sorted;
    }

    /** Returns whether {@code candidate} may stand above the last of {@code path}; writes down why not. */
    private boolean accepts(X509Certificate candidate, List<X509Certificate> path, boolean anchor)
            throws CertificateException {
        if (path.stream().anyMatch(certificate -> isSameEntity(certificate, candidate))) {
            return false;
        }
        if (++signatureChecks > MAX_SIGNATURE_CHECKS) {
            throw new CertificateException(
                    "more than " + MAX_SIGNATURE_CHECKS + " signatures would have to be checked");
        }
        try {
            checkMaySign(candidate);
            Signatures.check(path.getLast(), candidate);
        } catch (CertificateException e) {
            if (unsigned == null || unsigned instanceof Signatures.WrongKey) {
                unsigned = e;
            }
            return false;
        }
        try {
            checkExtensions(candidate);
            checkNameConstraints(candidate, path.getFirst());
            checkPathLength(candidate, path, anchor);
            checkTime(candidate);
            return true;
        } catch (Untimely e) {
            unfit = e;
            return false;
        } catch (CertificateException e) {
            if (unfit == null) {
                unfit = about(candidate, e);
            }
            return false;
        }
    }

    private boolean isForServers(List<X509Certificate> path) {
        try {
            checkUsage(path);
            return true;
        } catch (CertificateException e) {
            if (unfit == null) {
                unfit = e;
            }
            return false;
        }
    }

    private void checkKeySizes() throws CertificateException {
        for (X509Certificate certificate : shown) {
            if (certificate.getPublicKey() instanceof RSAPublicKey rsa) {
                int bits = rsa.getModulus().bitLength();
                if (bits > Signatures.MAX_RSA_BITS) {
                    throw new CertificateException("the RSA key of " + Subjects.of(certificate) + " has " + bits
                            + " bits, expected at most " + Signatures.MAX_RSA_BITS);
                }
            }
        }
        if (shown.getFirst().getPublicKey() instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() < Signatures.MIN_RSA_BITS) {
            throw new CertificateException("the server's RSA key has "
                    + rsa.getModulus().bitLength() + " bits, expected at least " + Signatures.MIN_RSA_BITS);
        }
    }

    private static void checkExtensions(X509Certificate certificate) throws CertificateException {
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
            } else if (extension.equals(ALTERNATIVE_NAMES)) {
                known = AlternativeName.of(certificate).stream().anyMatch(AlternativeName::isKnown);
            }
            if (!known) {
                throw new CertificateException(
                        "its critical extension " + extension + " is unknown to clients of a cluster");
            }
        }
    }

    private void checkTime(X509Certificate certificate) throws Untimely {
        if (!ignoresTime
                && (now.isAfter(certificate.getNotAfter().toInstant())
                        || now.isBefore(certificate.getNotBefore().toInstant()))) {
            throw new Untimely();
        }
    }

    private void checkName(X509Certificate leaf) throws CertificateException {
        List<AlternativeName> names = AlternativeName.of(leaf);
        Optional<InetAddress> address = HostNames.address(serverName);
        if (names.stream().anyMatch(name -> address.isPresent() ? isFor(name, address.get()) : isFor(name))) {
            return;
        }
        List<String> carried = names.stream()
                .filter(name -> name.tag() == AlternativeName.DNS || name.tag() == AlternativeName.IP)
                .map(ServerChain::described)
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

    private boolean isFor(AlternativeName name) {
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
    private static void checkMaySign(X509Certificate issuer) throws CertificateException {
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

    private static void checkNameConstraints(X509Certificate issuer, X509Certificate leaf) throws CertificateException {
        Optional<NameConstraints> constraints = NameConstraints.of(issuer);
        if (constraints.isPresent()) {
            constraints.get().check(AlternativeName.of(leaf));
            constraints.get().check(AlternativeName.of(issuer));
        }
    }

    private static void checkPathLength(X509Certificate issuer, List<X509Certificate> path, boolean anchor)
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

    private static void checkUsage(List<X509Certificate> path) throws CertificateException {
        for (X509Certificate certificate : path) {
            List<String> usages = certificate.getExtendedKeyUsage();
            if (usages != null && !usages.contains(SERVER_AUTH) && !usages.contains(ANY_USAGE)) {
                throw about(
                        certificate,
                        new CertificateException("its extended key usage does not allow TLS servers (serverAuth)"));
            }
        }
    }

    private static CertificateException about(X509Certificate certificate, CertificateException error) {
        return new CertificateException(Subjects.of(certificate) + ": " + error.getMessage(), error);
    }

    /** Go's guard against circles: one subject, one key, the same names. */
    private static boolean isSameEntity(X509Certificate a, X509Certificate b) {
        return Arrays.equals(
                        a.getSubjectX500Principal().getEncoded(),
                        b.getSubjectX500Principal().getEncoded())
                && a.getPublicKey().equals(b.getPublicKey())
                && Arrays.equals(alternativeNames(a), alternativeNames(b));
    }

    private static byte @Nullable [] alternativeNames(X509Certificate certificate) {
        return certificate.getExtensionValue(ALTERNATIVE_NAMES);
    }

    private static List<X509Certificate> append(List<X509Certificate> path, X509Certificate certificate) {
        List<X509Certificate> longer = new ArrayList<>(path);
        longer.add(certificate);
        return longer;
    }
}
