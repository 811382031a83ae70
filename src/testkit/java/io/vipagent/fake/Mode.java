package io.vipagent.fake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;

/**
 * How connections are served from the moment that they are accepted. Each mode has a TLS context of its own, so that no
 * client resumes a session from an earlier mode and misses the new certificate.
 */
final class Mode {
    private final Behaviour behaviour;
    private final SSLContext context;

    /** Behaves so, with this certificate unless the behaviour asks for another. */
    Mode(Behaviour behaviour, TestCa ca, Identity usual) {
        this.behaviour = behaviour;
        this.context = ca.context(
                switch (behaviour) {
                    case EXPIRED_CERT -> ca.expired();
                    case NOT_YET_VALID_CERT -> ca.notYetValid();
                    case MISNAMED_CERT -> ca.misnamed();
                    case FOREIGN_CERT -> ca.foreign().good();
                    case EC_CERT -> ca.newServer().keyKind(KeyKind.EC_P256).issue();
                    default -> usual;
                });
    }

    Behaviour behaviour() {
        return behaviour;
    }

    /** The server's side of TLS on this wire, not yet shaken hands. */
    SSLSocket secure(Wire wire, Consumer<String> serverName) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(wire, null, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setSNIMatchers(List.of(new Eavesdropper(serverName)));
        switch (behaviour) {
            case TLS12_ONLY -> parameters.setProtocols(new String[] {"TLSv1.2"});
            case TLS13_ONLY -> parameters.setProtocols(new String[] {"TLSv1.3"});
            default -> parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        }
        if (behaviour == Behaviour.P256_ONLY) {
            parameters.setNamedGroups(new String[] {"secp256r1"});
        }
        parameters.setNeedClientAuth(behaviour == Behaviour.REQUIRE_CLIENT_CERT);
        tls.setSSLParameters(parameters);
        return tls;
    }

    /** Hears the name as soon as the hello is read, so also when the client then rejects the certificate. */
    private static final class Eavesdropper extends SNIMatcher {
        private final Consumer<String> serverName;

        Eavesdropper(Consumer<String> serverName) {
            super(StandardConstants.SNI_HOST_NAME);
            this.serverName = serverName;
        }

        @Override
        public boolean matches(SNIServerName name) {
            serverName.accept(new String(name.getEncoded(), StandardCharsets.US_ASCII));
            return true;
        }
    }
}
