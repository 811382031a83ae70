package io.vipagent.core.target;

import io.vipagent.core.text.IpAddresses;
import java.net.URI;
import java.util.Optional;

/**
 * The URL that a GET goes to, and what it trusts there.
 *
 * @param url absolute, with a host: https where there is a {@code tlsSettings}, else http
 * @param tlsSettings of TLS; empty: plain HTTP, where neither a certificate nor a token is shown
 */
public record Endpoint(URI url, Optional<TlsSettings> tlsSettings) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Holds scheme and trust against each other, so that no token is ever sent in the clear. */
    public Endpoint {
        String scheme = tlsSettings.isPresent() ? "https" : "http";
        if (!scheme.equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException(url + ": expected " + scheme + ", since there is "
                    + (tlsSettings.isPresent() ? "a trust" : "no trust") + " for TLS");
        }
    }

    /**
     * Returns the host to connect to, without the brackets of an IPv6 literal. A zone, which a URL writes as {@code
     * %25eth0} (RFC 6874), is as {@link java.net.InetAddress} takes it.
     */
    public String host() {
        String host = IpAddresses.withoutBrackets(url.getHost());
        return host.indexOf('%') < 0 ? host : host.replaceFirst("%25(?=.)", "%");
    }

    /**
     * Returns what the Host header says: the URL's host and port. A zone is this node's alone and is not sent (RFC
     * 6874).
     */
    public String authority() {
        String authority = url.getRawAuthority();
        return authority.indexOf('%') < 0 ? authority : authority.replaceFirst("%[^\\]]*\\]", "]");
    }

    /** Returns the port to connect to; that of the scheme where the URL names none. */
    public int port() {
        if (url.getPort() != -1) {
            return url.getPort();
        }
        return tlsSettings.isPresent() ? HTTPS : HTTP;
    }

    /** Path and query as they are sent; never empty. */
    public String requestTarget() {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
