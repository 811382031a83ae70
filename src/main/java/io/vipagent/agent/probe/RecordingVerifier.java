package io.vipagent.agent.probe;

import io.vipagent.core.health.ServerCertificate;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Writes down the certificate that one handshake shows before it lets the real verifier judge it. */
final class RecordingVerifier extends X509ExtendedTrustManager {
    private final Optional<X509ExtendedTrustManager> verifier;
    private @Nullable X509Certificate shown;

    /** Without a {@code verifier} any certificate passes. */
    RecordingVerifier(Optional<X509ExtendedTrustManager> verifier) {
        this.verifier = verifier;
    }

    /** The certificate that was shown, whether it passed or not. */
    Optional<ServerCertificate> shown() {
        return Optional.ofNullable(shown).map(RecordingVerifier::describe);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        shown = chain[0];
        if (verifier.isPresent()) {
            verifier.get().checkServerTrusted(chain, authType, socket);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        shown = chain[0];
        if (verifier.isPresent()) {
            verifier.get().checkServerTrusted(chain, authType, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw notAskedFor();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw notAskedFor();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw notAskedFor();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw notAskedFor();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private static CertificateException notAskedFor() {
        return new CertificateException("a probe verifies servers, nothing else");
    }

    private static ServerCertificate describe(X509Certificate certificate) {
        return new ServerCertificate(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                names(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                    .flatMap(names -> names.stream().map(entry -> entry.get(1)))
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
