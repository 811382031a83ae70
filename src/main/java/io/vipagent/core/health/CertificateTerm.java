package io.vipagent.core.health;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Locale;

/**
 * Until when one of the certificates is valid that a probe depends on.
 *
 * @param subject as the certificate says it
 */
public record CertificateTerm(Role role, String subject, Instant notBefore, Instant notAfter) {
    /** What a certificate is to a probe. */
    public enum Role {
        /** The server shows it for itself. */
        SERVER,
        /** The server shows it as a step to its CA. */
        INTERMEDIATE,
        /** It is in {@code ca-file} and vouches for the server. */
        CA,
        /** The probe shows it: {@code cert-file}. */
        CLIENT;

        /** Returns the word used as metric label and by {@code vip-agent probe}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns until when {@code certificate} is valid. */
    public static CertificateTerm of(Role role, X509Certificate certificate) {
        return new CertificateTerm(
                role,
                certificate.getSubjectX500Principal().getName(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }
}
