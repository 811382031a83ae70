package io.vipagent.fake;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Contexts that trust one CA only. */
final class Tls {
    private Tls() {}

    static SSLContext context(X509Certificate trusted, KeyManager... keys) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", trusted);
            TrustManagerFactory tlsSettings = TrustManagerFactory.getInstance("PKIX");
            tlsSettings.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, tlsSettings.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
