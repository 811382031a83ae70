package io.vipagent.check;

import java.net.URI;

/**
 * One thing to probe.
 *
 * @param name unique among the targets; a metric label
 * @param role what it is to this node
 * @param url absolute, https, with a host
 */
public record Target(String name, Role role, URI url, Trust trust, Expectation expectation, Cadence cadence) {
    private static final int HTTPS = 443;

    /** The host to connect to, without the brackets of an IPv6 literal. */
    public String host() {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The port to connect to; 443 where the URL names none. */
    public int port() {
        return url.getPort() == -1 ? HTTPS : url.getPort();
    }

    /** Path and query as they are sent; never empty. */
    public String requestTarget() {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
