package io.vipagent.core.vip;

import io.vipagent.core.health.Freshness;
import io.vipagent.core.health.Reason;
import io.vipagent.core.vip.PeerContact.Unreached;
import java.time.Duration;
import java.time.Instant;

/**
 * What is known of one peer, immutable.
 *
 * @param lastNanos when the newest question ended, monotonic; the start of the agent before that
 * @param since when the contact last changed its kind
 * @param sinceNanos the same moment, monotonic
 */
public record PeerReport(Peer peer, PeerContact contact, long lastNanos, Instant since, long sinceNanos) {
    /** Returns what is believed at {@code nowNanos}: freshness is judged here, at the moment of reading. */
    public PeerContact believed(Freshness freshness, long nowNanos) {
        if (freshness.isFresh(lastNanos, nowNanos)) {
            return contact;
        }
        Duration age = Duration.ofNanos(nowNanos - lastNanos);
        return new Unreached(Reason.STALE, "not asked for " + age.toSeconds() + " s");
    }
}
