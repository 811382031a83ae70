package io.vipagent.platform.time;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A moment on the monotonic clock by which something must have ended.
 *
 * @param atNanos a reading of {@code ticker}
 */
public record Deadline(Ticker ticker, long atNanos) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Whoever waits longer waits this long: far below what a clock of nanoseconds can tell apart. */
    private static final Duration MAX_LENGTH = Duration.ofDays(36_500);

    /** Returns the deadline that is {@code length} from now. */
    public static Deadline in(Ticker ticker, Duration length) {
        Duration bounded = length.compareTo(MAX_LENGTH) > 0 ? MAX_LENGTH : length;
        return new Deadline(ticker, ticker.nanos() + bounded.toNanos());
    }

    /** Returns what is left, at least 0. */
    public long nanosLeft() {
        return Math.max(0, atNanos - ticker.nanos());
    }

    /**
     * Returns what is left, in whole milliseconds as sockets want them, at least 1 since 0 means forever to a socket.
     *
     * @throws SocketTimeoutException when nothing is left
     */
    public int millisLeft() throws SocketTimeoutException {
        long nanos = nanosLeft();
        if (nanos == 0) {
            throw new SocketTimeoutException("deadline");
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(nanos, NANOS_PER_MILLI));
    }
}
