package io.vipagent.platform.time;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntFunction;

/**
 * How work grows with what it is done on, in CPU time of the thread that does it: other work of the machine does not
 * count.
 */
public final class Growth {
    /** How many times as much the larger one is. */
    private static final int TIMES = 8;

    /** Linear work takes about 8 times as long, quadratic work 64 times; the bound is far from both. */
    private static final int MAX_RATIO = 30;

    /** Below this a measurement says nothing. */
    private static final long MIN_NANOS = 20_000_000;

    /**
     * What the JVM has not compiled yet, and caches that others use too, make measurements too large at times, never all
     * of them.
     */
    private static final int ATTEMPTS = 5;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Growth() {}

    /**
     * Work on eight times {@code few} takes about eight times as long, not 64 times, or this ends with an
     * {@link AssertionError} that names {@code what}. {@code work} prepares what is to be done on so much; only what it
     * returns is measured.
     */
    public static void assertLinear(String what, int few, IntFunction<Runnable> work) {
        Runnable smaller = work.apply(few);
        Runnable larger = work.apply(TIMES * few);
        String measured = "";
        for (int i = 0; i < ATTEMPTS; i++) {
            // The larger one first: the smaller one would else pay for what the JVM has not compiled yet.
            long many = cost(larger);
            long base = Math.max(MIN_NANOS, cost(smaller));
            if (many / base < MAX_RATIO) {
                return;
            }
            measured += " " + base + " and " + many + " ns;";
        }
        throw new AssertionError(what + ": grows faster than its input:" + measured);
    }

    private static long cost(Runnable work) {
        long begin = THREADS.getCurrentThreadCpuTime();
        work.run();
        return THREADS.getCurrentThreadCpuTime() - begin;
    }
}
