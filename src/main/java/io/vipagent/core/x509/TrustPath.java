package io.vipagent.core.x509;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * From a server's certificate to the one in {@code ca-file} that vouches for it; the two are one where the server's own
 * certificate is in {@code ca-file}.
 *
 * @param certificates each signed by the next one; at least one
 */
public record TrustPath(List<X509Certificate> certificates) {
    /** Returns what {@code certificates.get(index)} is, in words. */
    String role(int index) {
        String subject = Subjects.of(certificates.get(index));
        if (index == 0) {
            return "the server's certificate " + subject;
        }
        return index == certificates.size() - 1
                ? "the CA " + subject + " in ca-file"
                : "the intermediate certificate " + subject;
    }
}
