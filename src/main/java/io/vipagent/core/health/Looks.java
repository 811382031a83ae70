package io.vipagent.core.health;

import java.time.Duration;

/**
 * When all targets are looked at because a question of one that decides waits. The first wait is news; where they go
 * on, as where every answer takes some time, each look says less than the one before, and costs every apiserver the
 * same: the interval doubles up to {@link #MAX_INTERVAL} until no question has waited for {@link #CALM}. Immutable;
 * times are monotonic.
 *
 * @param nextNanos before this there is no look
 * @param intervalNanos from the newest look to the next
 * @param lastWaitNanos when a question waited last
 */
public record Looks(long nextNanos, long intervalNanos, long lastWaitNanos) {
    /** The interval after the first look. */
    static final Duration MIN_INTERVAL = Duration.ofMillis(500);

    /** The interval never grows beyond this. */
    static final Duration MAX_INTERVAL = Duration.ofSeconds(16);

    /** After so long without a question that waits, the next one is news again. */
    static final Duration CALM = Duration.ofSeconds(5);

    /** No question has waited before {@code nowNanos}. */
    public static Looks none(long nowNanos) {
        return new Looks(nowNanos, MIN_INTERVAL.toNanos(), nowNanos - CALM.toNanos());
    }

    /** Returns whether a question that waits at {@code nowNanos} is a reason to look at all targets. */
    public boolean due(long nowNanos) {
        return nowNanos - nextNanos >= 0 || isNews(nowNanos);
    }

    /** Takes that a question waits at {@code nowNanos}, and that all targets are looked at where that is due. */
    public Looks after(long nowNanos) {
        if (isNews(nowNanos)) {
            return new Looks(nowNanos + MIN_INTERVAL.toNanos(), MIN_INTERVAL.toNanos(), nowNanos);
        }
        if (!due(nowNanos)) {
            return new Looks(nextNanos, intervalNanos, nowNanos);
        }
        long wider = Math.min(2 * intervalNanos, MAX_INTERVAL.toNanos());
        return new Looks(nowNanos + wider, wider, nowNanos);
    }

    private boolean isNews(long nowNanos) {
        return nowNanos - lastWaitNanos >= CALM.toNanos();
    }
}
