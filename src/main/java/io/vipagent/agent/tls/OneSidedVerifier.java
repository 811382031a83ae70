package io.vipagent.agent.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Judges the certificates of servers, or those of clients; what the other side shows never passes. */
public abstract class OneSidedVerifier extends X509ExtendedTrustManager {
    private final boolean ofServers;

    /** Judges those of servers, else those of clients. */
    protected OneSidedVerifier(boolean ofServers) {
        this.ofServers = ofServers;
    }

    /**
     * Judges a chain, whose first certificate is that of the other side.
     *
     * @throws CertificateException where it does not pass
     */
    protected abstract void verify(List<X509Certificate> chain) throws CertificateException;

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        verify(chain, ofServers);
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        verify(chain, ofServers);
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        verify(chain, ofServers);
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        verify(chain, !ofServers);
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        verify(chain, !ofServers);
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        verify(chain, !ofServers);
    }

    private void verify(X509Certificate[] chain, boolean ours) throws CertificateException {
        if (!ours) {
            throw new CertificateException("only " + (ofServers ? "servers" : "clients") + " are verified here");
        }
        verify(List.of(chain));
    }
}
