package io.vipagent.bench;

import java.time.Duration;

/** Does something at a fixed rate. */
final class SteadyRate {
    private SteadyRate() {}

    /** Does {@code stroke} so many times, one per {@code interval}; returns an interval after the last. */
    static void beat(Duration interval, int times, Runnable stroke) {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            Pause.until(start + interval.toNanos() * i);
            stroke.run();
        }
        Pause.until(start + interval.toNanos() * times);
    }
}
