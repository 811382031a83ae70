package io.vipagent.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Time, as the demo spends and shows it. */
final class Pace {
    /** Set for readers in a hurry, such as tests. */
    private static final boolean HURRY = Boolean.getBoolean("vip-agent.demo.hurry");

    private static final Duration GLANCE = Duration.ofMillis(20);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final long start = System.nanoTime();

    /** Lets the reader read. */
    static void read(Duration length) {
        if (!HURRY) {
            pause(length);
        }
    }

    /** Lets this time pass. */
    static void pause(Duration length) {
        try {
            boolean never = new CountDownLatch(1).await(length.toNanos(), TimeUnit.NANOSECONDS);
            if (never) {
                throw new AssertionError("nobody counts down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * Waits for what must come.
     *
     * @throws IllegalStateException where it does not
     */
    static void await(String what, BooleanSupplier condition) {
        await(what, TIMEOUT, condition);
    }

    /** The same for what may take longer. */
    static void await(String what, Duration timeout, BooleanSupplier condition) {
        Pace waiting = new Pace();
        while (!condition.getAsBoolean()) {
            if (waiting.length().compareTo(timeout) > 0) {
                throw new IllegalStateException("this should have come by now, but did not: " + what);
            }
            pause(GLANCE);
        }
    }

    Duration length() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** {@code 1.3 s}. */
    String seconds() {
        return seconds(length());
    }

    static String seconds(Duration length) {
        return "%.1f s".formatted(length.toMillis() / 1e3);
    }
}
