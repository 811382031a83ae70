package io.vipagent.core.health;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long clients of a target go without an answer: from the last good answer before a failure to the next good one. A
 * late answer is a good one. Immutable.
 *
 * @param lastGoodNanos when the newest good answer came, monotonic; empty before the first
 * @param failing whether a question has failed since then
 */
public record ServiceGap(OptionalLong lastGoodNanos, boolean failing) {
    /** Nothing was asked so far. */
    public static final ServiceGap NONE = new ServiceGap(OptionalLong.empty(), false);

    /** Returns what is known with an outcome that came at {@code nanos}. */
    public ServiceGap after(Outcome outcome, long nanos) {
        return switch (outcome) {
            case Passed passed -> new ServiceGap(OptionalLong.of(nanos), false);
            case Late late -> new ServiceGap(OptionalLong.of(nanos), false);
            case Overdue overdue -> this;
            case Failed failed -> new ServiceGap(lastGoodNanos, failed.reason() != Reason.AGENT_ERROR || failing);
        };
    }

    /**
     * Returns the gap that a good answer at {@code nanos} ends; empty where there is none, or nobody knows when it
     * began.
     */
    public Optional<Duration> endedBy(Outcome outcome, long nanos) {
        boolean good = outcome instanceof Passed || outcome instanceof Late;
        return good ? lasting(nanos) : Optional.empty();
    }

    /**
     * Returns for how long the gap has lasted at {@code nowNanos}; empty where there is none, or nobody knows when it
     * began.
     */
    public Optional<Duration> lasting(long nowNanos) {
        return failing && lastGoodNanos.isPresent()
                ? Optional.of(Duration.ofNanos(Math.max(0, nowNanos - lastGoodNanos.getAsLong())))
                : Optional.empty();
    }
}
