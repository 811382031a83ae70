package io.vipagent.probe;

import io.vipagent.check.PeerCertificate;
import io.vipagent.check.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * One TLS handshake. The context is made anew each time, so that no session is ever resumed: a resumed one would show no
 * certificate.
 */
final class Handshake {
    private final Trust trust;
    private final TlsMaterial material;
    private final RecordingVerifier verifier;

    Handshake(Trust trust, TlsMaterial material) {
        this.trust = trust;
        this.material = material;
        this.verifier = new RecordingVerifier(material.verifier());
    }

    /** TLS over {@code socket}, which is closed with it. */
    SSLSocket over(Socket socket) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(material.keyManagers().toArray(new KeyManager[0]), new TrustManager[] {verifier}, null);
        String name = trust.serverName();
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, name, socket.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        if (!isAddress(name)) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        if (!trust.insecure()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    /** What the Authorization header shall say; a secret. */
    Optional<String> authorization() {
        return material.authorization();
    }

    /** The certificate that was shown, whether it passed or not. */
    Optional<PeerCertificate> shown() {
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
