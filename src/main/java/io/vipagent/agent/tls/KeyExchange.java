package io.vipagent.agent.tls;

import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * By which a handshake agrees on its keys, at the side of the server: elliptic curves, which every client of today has.
 * With ffdhe8192 a hello, which a client may send again and again, costs 70 ms.
 */
public final class KeyExchange {
    private static final String FINITE_FIELDS = "TLS_DHE_";

    private KeyExchange() {}

    /** Lets {@code engine}, which has not begun its handshake, agree on its keys by curves alone. */
    public static void limit(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setNamedGroups(new String[] {"x25519", "secp256r1", "secp384r1", "secp521r1"});
        parameters.setCipherSuites(Stream.of(parameters.getCipherSuites())
                .filter(suite -> !suite.startsWith(FINITE_FIELDS))
                .toArray(String[]::new));
        engine.setSSLParameters(parameters);
    }
}
