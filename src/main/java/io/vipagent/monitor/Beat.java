package io.vipagent.monitor;

/** The ticks of a fixed rate. Pure. */
final class Beat {
    private Beat() {}

    /**
     * The next tick of a rate that began at {@code firstNanos}, strictly after {@code nowNanos}: ticks that a long probe
     * ran over are left out, and the rate never drifts.
     */
    static long next(long firstNanos, long intervalNanos, long nowNanos) {
        return nowNanos < firstNanos
                ? firstNanos
                : firstNanos + (Math.floorDiv(nowNanos - firstNanos, intervalNanos) + 1) * intervalNanos;
    }
}
