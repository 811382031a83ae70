package io.vipagent.platform.time;

import java.time.Instant;

/** Time, as a port. */
public interface Ticker {
    /** Returns a monotonic reading in nanoseconds; only differences mean something. */
    long nanos();

    /** Returns the wall clock, for people, for timestamps in metrics, and for the dates of certificates. */
    Instant wall();

    /**
     * Returns once {@link #nanos()} has reached {@code nanos}.
     *
     * @throws InterruptedException when the thread is told to stop
     */
    void sleepUntil(long nanos) throws InterruptedException;
}
