package io.vipagent.peers;

import io.vipagent.check.Cadence;
import io.vipagent.verdict.Freshness;
import java.time.Duration;

/**
 * How holders are judged.
 *
 * @param node what this node is called
 * @param freshness how long an answer is believed
 * @param grace how long nobody, or several, must be seen before it is said
 */
public record HolderRule(String node, Freshness freshness, Duration grace) {
    /** A VIP moves within three adverts, which are a second each by default. */
    private static final Duration LEAST_GRACE = Duration.ofSeconds(3);

    /** That of peers which are asked at {@code cadence}: the grace covers an answer from before the move, and the next. */
    public static HolderRule of(String node, Cadence cadence) {
        Duration round = cadence.interval().multipliedBy(2).plus(cadence.timeout());
        return new HolderRule(node, Freshness.of(cadence), round.compareTo(LEAST_GRACE) > 0 ? round : LEAST_GRACE);
    }
}
