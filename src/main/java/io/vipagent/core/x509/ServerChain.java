package io.vipagent.core.x509;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
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
 * holds the CA in {@code ca-file} to its own dates, constraints and usage, asks nothing of a key usage but that a CA
 * may sign, and gives the common name no weight. Nothing is revoked, as for every client of a cluster.
 */
public final class ServerChain {
    private final List<X509Certificate> shown;
    private final Set<X509Certificate> authorities;
    private final Optional<String> serverName;
    private final Instant now;

    private boolean ignoresTime;
    private Effort effort = new Effort();
    private @Nullable CertificateException unfit;
    private @Nullable CertificateException unsigned;

    private ServerChain(
            List<X509Certificate> shown, List<X509Certificate> authorities, Optional<String> serverName, Instant now) {
        this.shown = shown;
        this.authorities = new LinkedHashSet<>(authorities);
        this.serverName = serverName;
        this.now = now;
    }

    /**
     * Finds a path from the first of {@code shown} to one of {@code authorities}; the others that are shown may come in
     * any order, twice, or for nothing.
     *
     * @throws CertificateExpiredException where there would be a path if one certificate had not expired, which it
     *     names
     * @throws CertificateNotYetValidException likewise
     * @throws CertificateException where there is no path
     */
    public static TrustPath verify(
            List<X509Certificate> shown, List<X509Certificate> authorities, String serverName, Instant now)
            throws CertificateException {
        return new ServerChain(shown, authorities, Optional.of(serverName), now).timely();
    }

    /**
     * Returns the same for what a client shows: it needs no name, and must be for TLS clients.
     *
     * @throws CertificateException where there is no path at this moment
     */
    public static TrustPath verifyClient(List<X509Certificate> shown, List<X509Certificate> authorities, Instant now)
            throws CertificateException {
        return new ServerChain(shown, authorities, Optional.empty(), now).timely();
    }

    /**
     * Returns the path that there would be if nothing ever expired, for those who want to know when it does; empty
     * where there is none.
     */
    public static Optional<TrustPath> timeless(
            List<X509Certificate> shown, List<X509Certificate> authorities, String serverName) {
        try {
            return Optional.of(new ServerChain(shown, authorities, Optional.of(serverName), Instant.EPOCH).path(true));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    /** Returns the DNS names and addresses that {@code certificate} carries; none where it cannot be read. */
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

    private TrustPath timely() throws CertificateException {
        try {
            return path(false);
        } catch (Untimely e) {
            throw untimely(path(true));
        }
    }

    private TrustPath path(boolean ignoringTime) throws CertificateException {
        ignoresTime = ignoringTime;
        effort = new Effort();
        unfit = null;
        unsigned = null;
        if (shown.size() > Effort.MAX_CERTIFICATES) {
            throw new CertificateException(
                    shown.size() + " certificates are shown, expected at most " + Effort.MAX_CERTIFICATES);
        }
        X509Certificate leaf = shown.getFirst();
        for (X509Certificate certificate : shown) {
            checkForm(certificate);
        }
        CertificateChecks.checkKeys(shown);
        try {
            CertificateChecks.checkExtensions(leaf);
        } catch (CertificateException e) {
            throw CertificateChecks.about(leaf, e);
        }
        checkTime(leaf);
        if (serverName.isPresent()) {
            CertificateChecks.checkName(leaf, serverName.get());
        }
        List<X509Certificate> path = List.of(leaf);
        if (authorities.contains(leaf)) {
            CertificateChecks.checkUsage(path, serverName.isPresent());
            return new TrustPath(path);
        }
        Optional<List<X509Certificate>> found = extend(path);
        if (found.isPresent()) {
            return new TrustPath(found.get());
        }
        throw whyNot();
    }

    /** Go ends a handshake in which it cannot read a certificate, even one that is shown for nothing. */
    private static void checkForm(X509Certificate certificate) throws CertificateException {
        try {
            CertificateForm.check(certificate);
        } catch (CertificateException e) {
            throw CertificateChecks.about(certificate, e);
        }
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
                if (isOfRightUsage(complete)) {
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

    /**
     * Returns those of the right name, byte by byte; first the ones whose key has the identifier that {@code child}
     * names.
     */
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
        effort.signature();
        try {
            if (anchor) {
                // Those that are shown have been looked at.
                checkForm(candidate);
            }
            CertificateChecks.checkMaySign(candidate);
            Signatures.check(path.getLast(), candidate);
        } catch (CertificateException e) {
            if (unsigned == null || unsigned instanceof Signatures.WrongKey) {
                unsigned = e;
            }
            return false;
        }
        try {
            CertificateChecks.checkExtensions(candidate);
            CertificateChecks.checkNameConstraints(candidate, path.getFirst(), effort);
            CertificateChecks.checkPathLength(candidate, path, anchor);
            checkTime(candidate);
            return true;
        } catch (Effort.TooMuch e) {
            throw CertificateChecks.about(candidate, e);
        } catch (Untimely e) {
            unfit = e;
            return false;
        } catch (CertificateException e) {
            if (unfit == null) {
                unfit = CertificateChecks.about(candidate, e);
            }
            return false;
        }
    }

    private boolean isOfRightUsage(List<X509Certificate> path) {
        try {
            CertificateChecks.checkUsage(path, serverName.isPresent());
            return true;
        } catch (CertificateException e) {
            if (unfit == null) {
                unfit = e;
            }
            return false;
        }
    }

    private void checkTime(X509Certificate certificate) throws Untimely {
        if (!ignoresTime
                && (now.isAfter(certificate.getNotAfter().toInstant())
                        || now.isBefore(certificate.getNotBefore().toInstant()))) {
            throw new Untimely();
        }
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
        return certificate.getExtensionValue(AlternativeName.OID);
    }

    private static List<X509Certificate> append(List<X509Certificate> path, X509Certificate certificate) {
        List<X509Certificate> longer = new ArrayList<>(path);
        longer.add(certificate);
        return longer;
    }
}
