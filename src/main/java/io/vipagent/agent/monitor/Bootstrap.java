package io.vipagent.agent.monitor;

import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Decision.Granted;
import java.time.Duration;

/**
 * The time in which a node of a cluster that does not exist yet may hold the VIP. It ends forever with the first
 * decision that an apiserver serves, and at the latest when the grace is over.
 */
final class Bootstrap {
    private final long endNanos;
    private volatile boolean over;

    /** Begins at {@code nowNanos}, monotonic; a grace of zero is over at once. */
    Bootstrap(long nowNanos, Duration grace) {
        this.endNanos = nowNanos + grace.toNanos();
        this.over = grace.isZero();
    }

    /** Returns whether it lasts at {@code nowNanos}. */
    boolean lasts(long nowNanos) {
        return !over && nowNanos - endNanos < 0;
    }

    /** Takes note of what was decided. */
    void decided(Decision decision) {
        over = over || decision instanceof Granted;
    }
}
