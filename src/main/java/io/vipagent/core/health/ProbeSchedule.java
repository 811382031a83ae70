package io.vipagent.core.health;

import java.time.Duration;

/**
 * How often a target is probed and how many outcomes in a row turn its verdict.
 *
 * @param interval from the start of one probe to the start of the next
 * @param timeout of the whole probe, name resolution included
 * @param rise passes in a row that prove a target up, at least 1
 * @param fall failures in a row that prove it down, at least 1
 */
public record ProbeSchedule(Duration interval, Duration timeout, int rise, int fall) {
    /**
     * The longest time to the verdict Down, counted from the start of the first probe that meets the fault. Where the
     * timeout is at most the interval this is {@code interval × (fall − 1) + timeout}. Probes of one target never
     * overlap, so a longer timeout makes a hanging target miss ticks: each failure then takes as many whole intervals as
     * the timeout covers.
     */
    public Duration detection() {
        return inARow(fall);
    }

    /** The longest time to the verdict Up, counted alike from the start of the first probe that passes, each just in time. */
    public Duration recovery() {
        return inARow(rise);
    }

    private Duration inARow(int probes) {
        long ticks = Math.ceilDiv(timeout.toNanos(), interval.toNanos());
        return interval.multipliedBy(ticks * (probes - 1)).plus(timeout);
    }

    /** How old the newest outcome of a target may be and still be believed: three missed ticks and a whole timeout. */
    public Duration freshness() {
        return interval.multipliedBy(3).plus(timeout);
    }
}
