package io.vipagent.core.health;

import io.vipagent.core.target.ProbeSchedule;
import java.time.Duration;

/**
 * How long an observation is believed. Judged when something is read, from the monotonic clock, and never stored: a
 * loop that hangs cannot keep its last word alive.
 *
 * @param limit the greatest age that is believed
 */
public record Freshness(Duration limit) {
    /** Returns the freshness of a target's schedule. */
    public static Freshness of(ProbeSchedule schedule) {
        return new Freshness(schedule.freshness());
    }

    /** Returns whether what was seen at {@code seenNanos} is still believed at {@code nowNanos}; monotonic readings. */
    public boolean isFresh(long seenNanos, long nowNanos) {
        return nowNanos - seenNanos <= limit.toNanos();
    }
}
