package io.vipagent.core.health;

import io.vipagent.core.health.CertificateTerm.Role;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the server's certificate says of itself, recorded before it is verified, so that the expiry of an expired
 * certificate is known too.
 *
 * @param names the DNS names and IP addresses that it carries
 * @param above the certificates that it depends on, up to the CA in {@code ca-file} that vouches for it; where none
 *     does, what else the server has shown
 */
public record ServerCertificate(
        String subject,
        String issuer,
        List<String> names,
        Instant notBefore,
        Instant notAfter,
        List<CertificateTerm> above) {
    /** Creates a certificate of which nothing is known but what it says itself. */
    public ServerCertificate(String subject, String issuer, List<String> names, Instant notBefore, Instant notAfter) {
        this(subject, issuer, names, notBefore, notAfter, List.of());
    }

    /** Returns the terms of all certificates, from the server's own up to the CA's. */
    public List<CertificateTerm> terms() {
        return Stream.concat(Stream.of(new CertificateTerm(Role.SERVER, subject, notBefore, notAfter)), above.stream())
                .toList();
    }
}
