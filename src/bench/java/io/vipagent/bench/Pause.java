package io.vipagent.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting, by the monotonic clock. */
final class Pause {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private Pause() {}

    /** Returns at this moment of {@link System#nanoTime}, or at once where it is over. */
    static void until(long moment) {
        for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    static void lasting(Duration duration) {
        until(System.nanoTime() + duration.toNanos());
    }

    /** Returns when {@code condition} holds. */
    static void until(String what, Duration timeout, BooleanSupplier condition) {
        long end = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new Unusable(what + ": not within " + timeout.toSeconds() + " s");
            }
            lasting(BETWEEN_LOOKS);
        }
    }
}
