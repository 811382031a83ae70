package io.vipagent.core.target;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing to probe.
 *
 * @param name unique among the targets; a metric label
 * @param role what it is to this node
 * @param url absolute, https, with a host
 * @param ping the path that is asked between two full questions; empty: the URL is asked each time
 */
public record Target(
        String name,
        TargetRole role,
        URI url,
        TlsSettings tlsSettings,
        ExpectedResponse expectedResponse,
        ProbeSchedule schedule,
        Optional<String> ping) {
    /** Returns where its probe goes. */
    public Endpoint endpoint() {
        return new Endpoint(url, Optional.of(tlsSettings));
    }

    /** Returns the host to connect to, without the brackets of an IPv6 literal. */
    public String host() {
        return endpoint().host();
    }

    /** Returns the port to connect to; 443 where the URL names none. */
    public int port() {
        return endpoint().port();
    }

    /** Path and query as they are sent; never empty. */
    public String requestTarget() {
        return endpoint().requestTarget();
    }

    // By hand: in a native image a record's own methods are interpreted method handles, and this one is a key on every
    // answer.

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Target that
                        && name.equals(that.name)
                        && role == that.role
                        && url.equals(that.url)
                        && tlsSettings.equals(that.tlsSettings)
                        && expectedResponse.equals(that.expectedResponse)
                        && schedule.equals(that.schedule)
                        && ping.equals(that.ping);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
