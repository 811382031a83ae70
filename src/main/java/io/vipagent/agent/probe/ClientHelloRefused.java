package io.vipagent.agent.probe;

import javax.net.ssl.SSLException;

/** The server answered a {@link ClientHello#LEAN} hello with an alert. Another one may be welcome. */
final class ClientHelloRefused extends SSLException {
    private static final long serialVersionUID = 1;

    ClientHelloRefused(SSLException alert) {
        super(alert.getMessage(), alert);
    }
}
