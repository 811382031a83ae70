package io.vipagent.core.x509;

import java.security.cert.X509Certificate;

/** How a certificate is called in a message. */
final class Subjects {
    private Subjects() {}

    static String of(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        return subject.isEmpty() ? "without a subject, serial " + certificate.getSerialNumber() : subject;
    }
}
