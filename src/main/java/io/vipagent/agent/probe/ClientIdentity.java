package io.vipagent.agent.probe;

import io.vipagent.core.health.CertificateTerm;
import io.vipagent.core.health.CertificateTerm.Role;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who a probe says that it is, where it shows a certificate.
 *
 * @param key a secret
 * @param chain the certificate of the key, then those that lead to its CA
 */
record ClientIdentity(PrivateKey key, List<X509Certificate> chain) {
    CertificateTerm term() {
        return TlsMaterial.term(Role.CLIENT, chain.getFirst());
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "client certificate of " + chain.getFirst().getSubjectX500Principal();
    }
}
