package io.vipagent.check;

import java.net.URI;
import java.util.Optional;

/**
 * One thing to probe.
 *
 * @param name unique among the targets; a metric label
 * @param role what it is to this node
 * @param url absolute, https, with a host
 */
public record Target(String name, Role role, URI url, Trust trust, Expectation expectation, Cadence cadence) {
    /** Where its probe goes. */
    public Endpoint endpoint() {
        return new Endpoint(url, Optional.of(trust));
    }

    /** The host to connect to, without the brackets of an IPv6 literal. */
    public String host() {
        return endpoint().host();
    }

    /** The port to connect to; 443 where the URL names none. */
    public int port() {
        return endpoint().port();
    }

    /** Path and query as they are sent; never empty. */
    public String requestTarget() {
        return endpoint().requestTarget();
    }
}
