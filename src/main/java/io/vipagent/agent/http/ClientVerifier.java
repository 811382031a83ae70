package io.vipagent.agent.http;

import io.vipagent.core.x509.ServerChain;
import io.vipagent.platform.time.Ticker;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Judges what clients of the HTTP port show, by the authorities that are in force at that moment. */
final class ClientVerifier extends X509ExtendedTrustManager {
    private final Supplier<List<X509Certificate>> authorities;
    private final Ticker ticker;

    /** Where there are no {@code authorities} no certificate passes. */
    ClientVerifier(Supplier<List<X509Certificate>> authorities, Ticker ticker) {
        this.authorities = authorities;
        this.ticker = ticker;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        ServerChain.verifyClient(List.of(chain), authorities.get(), ticker.wall());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw notAskedFor();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw notAskedFor();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw notAskedFor();
    }

    /** By these a client chooses what it shows. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.get().toArray(new X509Certificate[0]);
    }

    private static CertificateException notAskedFor() {
        return new CertificateException("the HTTP port verifies clients, nothing else");
    }
}
