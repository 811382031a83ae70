package io.vipagent.agent.probe;

import io.vipagent.core.health.ServerCertificate;
import io.vipagent.core.health.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLProtocolException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * One TLS handshake. The context is made anew each time, so that no session is ever resumed: a resumed one would show no
 * certificate.
 */
final class Handshake {
    private final TlsSettings tlsSettings;
    private final TlsMaterial material;
    private final RecordingVerifier verifier;
    private ClientHello offer;

    /** {@code offer} is what it begins with. */
    Handshake(TlsSettings tlsSettings, TlsMaterial material, ClientHello offer) {
        this.tlsSettings = tlsSettings;
        this.material = material;
        this.offer = offer;
        this.verifier = new RecordingVerifier(material.verifier());
    }

    /**
     * TLS over {@code socket}, which is closed with it.
     *
     * @throws ClientHelloRefused where the server refuses {@link ClientHello#LEAN}; the next call makes the full offer
     */
    SSLSocket over(Socket socket) throws IOException, GeneralSecurityException {
        SSLSocket tls = (SSLSocket) context().getSocketFactory()
                .createSocket(socket, tlsSettings.serverName(), socket.getPort(), true);
        tls.setSSLParameters(configured(tls.getSSLParameters()));
        try {
            tls.startHandshake();
        } catch (SSLHandshakeException | SSLProtocolException e) {
            throw told(e);
        }
        return tls;
    }

    /** The engine of a handshake with {@code port} that has not begun, for a connection that never blocks. */
    SSLEngine engine(int port) throws GeneralSecurityException {
        SSLEngine engine = context().createSSLEngine(tlsSettings.serverName(), port);
        engine.setUseClientMode(true);
        engine.setSSLParameters(configured(engine.getSSLParameters()));
        return engine;
    }

    /**
     * What {@code failure}, which ended the handshake, means.
     *
     * @return {@link ClientHelloRefused} where the server refuses {@link ClientHello#LEAN}; else {@code failure}
     */
    SSLException told(SSLException failure) {
        // A connection that ends has a cause, a certificate that does not pass was shown: what is left are alerts.
        boolean alert = failure instanceof SSLHandshakeException || failure instanceof SSLProtocolException;
        if (offer == ClientHello.LEAN && alert && failure.getCause() == null && shown().isEmpty()) {
            offer = ClientHello.FULL;
            return new ClientHelloRefused(failure);
        }
        return failure;
    }

    private SSLContext context() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(material.keyManagers().toArray(new KeyManager[0]), new TrustManager[] {verifier}, null);
        return context;
    }

    private SSLParameters configured(SSLParameters parameters) {
        String name = tlsSettings.serverName();
        if (!isAddress(name)) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        if (!tlsSettings.insecure()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        offer.put(parameters);
        return parameters;
    }

    /** Whether the server took the full offer, having refused the lean one now or before. */
    boolean demandsAll() {
        return offer == ClientHello.FULL && shown().isPresent();
    }

    /** What the Authorization header shall say; a secret. */
    Optional<String> authorization() {
        return material.authorization();
    }

    /** The certificate that was shown, whether it passed or not. */
    Optional<ServerCertificate> shown() {
        return verifier.shown();
    }

    private static boolean isAddress(String name) {
        try {
            InetAddress.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException notALiteral) {
            return false;
        }
    }
}
