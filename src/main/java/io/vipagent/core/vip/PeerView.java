package io.vipagent.core.vip;

import io.vipagent.core.health.Freshness;
import java.util.List;

/**
 * Everything that is known of the peers at one moment, for one output.
 *
 * @param nanos that moment, monotonic
 * @param reports in the order of the configuration
 */
public record PeerView(long nanos, List<PeerReport> reports, Holders holders, Freshness freshness) {
    /** Returns what is believed of a peer at this moment. */
    public PeerContact believed(PeerReport report) {
        return report.believed(freshness, nanos);
    }
}
