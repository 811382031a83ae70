package io.vipagent.agent.tls;

import io.vipagent.core.health.CertificateTerm;
import io.vipagent.core.health.CertificateTerm.Role;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate and its key: what a client shows of itself, or a server.
 *
 * @param key a secret
 * @param chain the certificate of the key, then those that lead to its CA
 */
public record ClientIdentity(PrivateKey key, List<X509Certificate> chain) {
    /** Returns until when the certificate is valid, which a client shows. */
    public CertificateTerm term() {
        return CertificateTerm.of(Role.CLIENT, chain.getFirst());
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "certificate of " + chain.getFirst().getSubjectX500Principal();
    }
}
