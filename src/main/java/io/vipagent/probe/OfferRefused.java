package io.vipagent.probe;

import javax.net.ssl.SSLException;

/** The server answered a {@link Offer#LEAN} hello with an alert. Another one may be welcome. */
final class OfferRefused extends SSLException {
    private static final long serialVersionUID = 1;

    OfferRefused(SSLException alert) {
        super(alert.getMessage(), alert);
    }
}
