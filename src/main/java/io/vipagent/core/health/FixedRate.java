package io.vipagent.core.health;

/** The ticks of a fixed rate. Pure. */
public final class FixedRate {
    /** The share of an interval by which a tick may be late. */
    private static final int GRACE = 4;

    private FixedRate() {}

    /**
     * Returns the tick to follow {@code tickNanos}, at {@code nowNanos}: those that a long probe ran over are left out,
     * and the rate never drifts. One that is missed by less than a quarter of the interval is late, not left out: a
     * probe whose timeout is whole intervals ends a hair behind a tick, and would take one interval more than its
     * schedule says.
     */
    public static long next(long tickNanos, long intervalNanos, long nowNanos) {
        long passed = nowNanos - grace(intervalNanos) - tickNanos;
        return tickNanos + Math.max(1, Math.ceilDiv(passed, intervalNanos)) * intervalNanos;
    }

    /** Returns by how much a moment may be missed and still count as met. */
    public static long grace(long intervalNanos) {
        return intervalNanos / GRACE;
    }
}
