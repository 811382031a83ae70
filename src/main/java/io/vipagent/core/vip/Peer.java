package io.vipagent.core.vip;

import io.vipagent.core.target.Endpoint;
import io.vipagent.core.target.TlsSettings;
import java.net.URI;
import java.util.Optional;

/**
 * Another node's agent, as this one asks it.
 *
 * @param url where it serves HTTP, without a path: http://HOST[:PORT], or https where there is a {@code tlsSettings}
 */
public record Peer(URI url, Optional<TlsSettings> tlsSettings) {
    private static final String STATUS = "/api/v1/status";

    /**
     * Returns where it says what it knows.
     *
     * @throws IllegalArgumentException where scheme and trust do not go together
     */
    public Endpoint endpoint() {
        return new Endpoint(url.resolve(STATUS), tlsSettings);
    }

    /** Returns what people call it while its node's name is not known. */
    public String label() {
        return url.toString();
    }
}
