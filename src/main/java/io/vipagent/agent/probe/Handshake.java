package io.vipagent.agent.probe;

import io.vipagent.agent.tls.ClientIdentity;
import io.vipagent.agent.tls.Pem;
import io.vipagent.agent.tls.TlsMaterial;
import io.vipagent.core.health.ServerCertificate;
import io.vipagent.core.protocol.Credentials;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.x509.HostNames;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLProtocolException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;

/**
 * One TLS handshake. The context is made for each one, so that no session is ever resumed: a resumed one would show no
 * certificate.
 */
final class Handshake {
    /** As much as Go's TLS takes of certificates: those with some thousand names do not fit into the JDK's 32 KiB. */
    private static final String MAX_MESSAGE_BYTES = "262144";

    /** More than any server shows; the limit of the JDK is 10, Go has none. */
    private static final String MAX_CERTIFICATES = "100";

    static {
        // In a native image both are settled while it is built: see native.tls in src/build/pom.xml.
        System.setProperty("jdk.tls.maxHandshakeMessageSize", MAX_MESSAGE_BYTES);
        System.setProperty("jdk.tls.client.maxInboundCertificateChainLength", MAX_CERTIFICATES);
    }

    private final TlsSettings tlsSettings;
    private final TlsMaterial material;
    private final RecordingVerifier verifier;
    private final Optional<ShownIdentity> keyManager;
    private final Instant now;
    private ClientHello offer;

    /**
     * Creates one over this material.
     *
     * @param now the moment at which the server's certificates must be valid
     * @param offer what it begins with
     */
    Handshake(TlsSettings tlsSettings, TlsMaterial material, Instant now, ClientHello offer) {
        this.tlsSettings = tlsSettings;
        this.material = material;
        this.now = now;
        this.offer = offer;
        this.verifier = new RecordingVerifier(
                material.authorities().map(Pem.Bundle::certificates), tlsSettings.serverName(), now);
        this.keyManager = material.client().map(ShownIdentity::new);
    }

    /**
     * TLS over {@code socket}, which is closed with it.
     *
     * @throws ClientHelloRefused where the server refuses {@link ClientHello#LEAN}; the next call makes the full offer
     */
    SSLSocket over(Socket socket) throws IOException, GeneralSecurityException {
        SSLSocket tls = (SSLSocket)
                context().getSocketFactory().createSocket(socket, tlsSettings.serverName(), socket.getPort(), true);
        tls.setSSLParameters(configured(tls.getSSLParameters()));
        try {
            tls.startHandshake();
        } catch (SSLHandshakeException | SSLProtocolException e) {
            throw told(e);
        }
        return tls;
    }

    /** Returns the engine of a handshake with {@code port} that has not begun, for a connection that never blocks. */
    SSLEngine engine(int port) throws GeneralSecurityException {
        SSLEngine engine = context().createSSLEngine(tlsSettings.serverName(), port);
        engine.setUseClientMode(true);
        engine.setSSLParameters(configured(engine.getSSLParameters()));
        return engine;
    }

    /**
     * Returns what {@code failure}, which ended the handshake, means.
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
        context.init(
                keyManager.map(shown -> new KeyManager[] {shown}).orElse(new KeyManager[0]),
                new TrustManager[] {verifier},
                null);
        return context;
    }

    private SSLParameters configured(SSLParameters parameters) {
        String name = tlsSettings.serverName();
        if (HostNames.address(name).isEmpty()) {
            parameters.setServerNames(List.of(new SentName(name)));
        }
        offer.put(parameters);
        return parameters;
    }

    /** Returns whether the server took the full offer, having refused the lean one now or before. */
    boolean demandsAll() {
        return offer == ClientHello.FULL && shown().isPresent();
    }

    /** Returns the TLS files that it was made of. */
    TlsMaterial material() {
        return material;
    }

    /** Returns what the Authorization header shall say; a secret. */
    Optional<String> authorization() {
        return material.authorization();
    }

    /** Returns what was shown of this side, or would have been. */
    Credentials credentials() {
        return new Credentials(
                material.client().map(ClientIdentity::term),
                keyManager.map(ShownIdentity::wanted).orElse(""),
                material.authorization().isPresent(),
                now);
    }

    /** Returns the certificate that was shown, whether it passed or not. */
    Optional<ServerCertificate> shown() {
        return verifier.shown();
    }

    /**
     * A name as Go sends it: without the dot at its end (RFC 6066 §3), whatever its letters are. The JDK's own
     * SNIHostName refuses an underscore.
     */
    private static final class SentName extends SNIServerName {
        SentName(String name) {
            super(
                    StandardConstants.SNI_HOST_NAME,
                    name.replaceFirst("\\.+$", "").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
