package io.vipagent.core.vip;

import io.vipagent.core.health.Freshness;
import io.vipagent.core.target.ProbeSchedule;
import java.time.Duration;

/**
 * How holders are judged.
 *
 * @param node what this node is called
 * @param freshness how long an answer is believed
 * @param grace how long nobody, or several, must be seen before it is said
 */
public record HolderRule(String node, Freshness freshness, Duration grace) {
    /** A VIP moves within three advertisements, which are a second each by default. */
    private static final Duration MIN_GRACE = Duration.ofSeconds(3);

    /**
     * Returns the rule for peers that are asked at {@code schedule}: its grace covers an answer from before the move,
     * and the next.
     */
    public static HolderRule of(String node, ProbeSchedule schedule) {
        Duration round = schedule.interval().multipliedBy(2).plus(schedule.timeout());
        return new HolderRule(node, Freshness.of(schedule), round.compareTo(MIN_GRACE) > 0 ? round : MIN_GRACE);
    }
}
