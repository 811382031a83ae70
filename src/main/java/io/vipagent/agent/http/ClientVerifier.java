package io.vipagent.agent.http;

import io.vipagent.agent.tls.OneSidedVerifier;
import io.vipagent.core.x509.ServerChain;
import io.vipagent.platform.time.Ticker;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;

/** Judges what clients of the HTTP port show, by the authorities that are in force at that moment. */
final class ClientVerifier extends OneSidedVerifier {
    private final Supplier<List<X509Certificate>> authorities;
    private final Ticker ticker;

    /** Where there are no {@code authorities} no certificate passes. */
    ClientVerifier(Supplier<List<X509Certificate>> authorities, Ticker ticker) {
        super(false);
        this.authorities = authorities;
        this.ticker = ticker;
    }

    @Override
    protected void verify(List<X509Certificate> chain) throws CertificateException {
        ServerChain.verifyClient(chain, authorities.get(), ticker.wall());
    }

    /** By these a client chooses what it shows. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.get().toArray(new X509Certificate[0]);
    }
}
