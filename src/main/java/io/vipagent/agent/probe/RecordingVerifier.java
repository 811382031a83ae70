package io.vipagent.agent.probe;

import io.vipagent.agent.tls.OneSidedVerifier;
import io.vipagent.core.health.CertificateTerm;
import io.vipagent.core.health.CertificateTerm.Role;
import io.vipagent.core.health.ServerCertificate;
import io.vipagent.core.x509.ServerChain;
import io.vipagent.core.x509.TrustPath;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges the certificates that one handshake shows, as Go does ({@link ServerChain}), and writes them down first,
 * whether they pass or not.
 */
final class RecordingVerifier extends OneSidedVerifier {
    private final Optional<List<X509Certificate>> authorities;
    private final String serverName;
    private final Instant now;
    private List<X509Certificate> chain = List.of();
    private @Nullable TrustPath path;
    private @Nullable ServerCertificate described;

    /**
     * Without {@code authorities} any certificate passes.
     *
     * @param now the moment at which the certificates must be valid
     */
    RecordingVerifier(Optional<List<X509Certificate>> authorities, String serverName, Instant now) {
        super(true);
        this.authorities = authorities;
        this.serverName = serverName;
        this.now = now;
    }

    /** Returns the certificate that was shown, whether it passed or not. */
    Optional<ServerCertificate> shown() {
        if (described == null && !chain.isEmpty()) {
            described = describe(chain.getFirst());
        }
        return Optional.ofNullable(described);
    }

    @Override
    protected void verify(List<X509Certificate> certificates) throws CertificateException {
        chain = certificates;
        described = null;
        path = null;
        if (authorities.isPresent()) {
            path = ServerChain.verify(chain, authorities.get(), serverName, now);
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private ServerCertificate describe(X509Certificate certificate) {
        return new ServerCertificate(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                ServerChain.names(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                above());
    }

    /** Also where it did not pass, since an expiry that is known only beforehand is of no use. */
    private List<CertificateTerm> above() {
        Optional<TrustPath> known = path != null
                ? Optional.of(path)
                : authorities.flatMap(given -> ServerChain.timeless(chain, given, serverName));
        return known.isEmpty()
                ? terms(chain.subList(1, chain.size()), Role.INTERMEDIATE)
                : terms(known.get().certificates());
    }

    private static List<CertificateTerm> terms(List<X509Certificate> path) {
        List<CertificateTerm> terms = new ArrayList<>();
        if (path.size() > 1) {
            terms.addAll(terms(path.subList(1, path.size() - 1), Role.INTERMEDIATE));
        }
        // A certificate that is in ca-file vouches for itself.
        terms.addAll(terms(path.subList(path.size() - 1, path.size()), Role.CA));
        return terms;
    }

    private static List<CertificateTerm> terms(List<X509Certificate> certificates, Role role) {
        return certificates.stream()
                .map(certificate -> CertificateTerm.of(role, certificate))
                .toList();
    }
}
