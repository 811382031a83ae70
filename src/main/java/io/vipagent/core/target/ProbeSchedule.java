package io.vipagent.core.target;

import io.vipagent.core.health.Question;
import java.time.Duration;

/**
 * How often a target is probed and how many consecutive outcomes turn its verdict.
 *
 * @param interval from the start of one question to the start of the next, while anything is in trouble
 * @param timeout until an answer is in time, name resolution included
 * @param rise consecutive passes that prove a target up, at least 1
 * @param fall consecutive failures that prove it down, at least 1
 * @param patience until a question without an answer ends as a failure, at least {@code timeout}
 * @param fullInterval from the start of one {@link Question#FULL} question to the start of the next, at least
 *     {@code interval}; the questions between are {@link Question#PING}
 * @param freshInterval from one fresh connection to the next, at least {@code interval}
 * @param restInterval from the start of one question to the start of the next while every target answers quickly and
 *     well, at least {@code interval}: a question that is not answered within {@code interval} is followed at that rate
 */
public record ProbeSchedule(
        Duration interval,
        Duration timeout,
        int rise,
        int fall,
        Duration patience,
        Duration fullInterval,
        Duration freshInterval,
        Duration restInterval) {
    /** How long a question waits for an answer unless the configuration says otherwise. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(5);

    private static final Duration DEFAULT_FULL_INTERVAL = Duration.ofMillis(500);
    private static final Duration DEFAULT_FRESH_INTERVAL = Duration.ofSeconds(1);

    /** Creates a schedule that knows no rest. */
    public ProbeSchedule(
            Duration interval,
            Duration timeout,
            int rise,
            int fall,
            Duration patience,
            Duration fullInterval,
            Duration freshInterval) {
        this(interval, timeout, rise, fall, patience, fullInterval, freshInterval, interval);
    }

    /**
     * Creates a schedule with the default patience, and the rates of full questions and fresh connections of a local
     * target.
     */
    public ProbeSchedule(Duration interval, Duration timeout, int rise, int fall) {
        this(
                interval,
                timeout,
                rise,
                fall,
                longer(timeout, DEFAULT_PATIENCE),
                longer(interval, DEFAULT_FULL_INTERVAL),
                longer(interval, DEFAULT_FRESH_INTERVAL));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /**
     * Returns the longest time until a target is known not to answer in time, counted from the start of the first
     * question that meets the fault: {@code max(interval, timeout) × (fall − 1) + timeout}. One question at a time may
     * still be answered in time: the next follows when it is overdue.
     */
    public Duration detection() {
        return spacing().multipliedBy(fall - 1L).plus(timeout);
    }

    /** Returns how long it is from the start of one question that is not answered to the start of the next. */
    public Duration spacing() {
        return longer(interval, timeout);
    }

    /**
     * Returns the longest time from a fault to knowing of it: the question that meets it comes up to {@link
     * #restInterval} later.
     */
    public Duration known() {
        return restInterval.plus(detection());
    }

    /**
     * Returns the longest time to the verdict Up, counted alike from the start of the first probe that passes, each
     * just in time.
     */
    public Duration recovery() {
        return interval.multipliedBy(rise - 1L).plus(timeout);
    }

    /**
     * Returns how old the newest outcome of a target may be and still be believed: three missed ticks of a target at
     * rest and a whole timeout. Asked at each reading, so it does without {@link Duration#multipliedBy}, which goes by
     * way of a {@code BigDecimal}.
     */
    public Duration freshness() {
        return Duration.ofNanos(3 * restInterval.toNanos() + timeout.toNanos());
    }
}
