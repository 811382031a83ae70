package io.vipagent.agent.monitor;

/**
 * When this process did not run, though time went on: what it knows did not age then, and what it missed is no news.
 */
@FunctionalInterface
public interface RunningTime {
    /** The running time of a process that was never paused. */
    RunningTime ALWAYS = nanos -> 0;

    /** Returns for how many nanoseconds the process did not run since {@code nanos}, monotonic. */
    long pausedSince(long nanos);
}
