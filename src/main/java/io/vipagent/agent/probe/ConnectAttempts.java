package io.vipagent.agent.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The addresses of one host, tried one after the other: which is next, until when it is tried, and what it means that
 * none has answered. Without a clock and without sockets; all times are of {@code Ticker.nanos()}.
 */
final class ConnectAttempts {
    private final long end;
    private final Deque<InetAddress> untried = new ArrayDeque<>();
    private final List<IOException> failures = new ArrayList<>();
    private long attemptEnds;

    /** The addresses share {@code timeout} from {@code nowNanos} on; the last one is tried without an end. */
    ConnectAttempts(long nowNanos, Duration timeout) {
        this.end = nowNanos + timeout.toNanos();
    }

    /** Takes the addresses, the best one first, as the system holds it. */
    void begin(InetAddress[] addresses) {
        untried.addAll(List.of(addresses));
    }

    /** Returns the address to try now. */
    InetAddress next(long now) {
        InetAddress next = untried.removeFirst();
        long left = Math.max(0, end - now);
        attemptEnds = now + left / (untried.size() + 1);
        return next;
    }

    /** Returns whether the time of this address is over, and another is left. */
    boolean isOver(long now) {
        return !untried.isEmpty() && now - attemptEnds >= 0;
    }

    /** Returns in how many nanoseconds the time of this address is over. */
    long dueIn(long now) {
        return untried.isEmpty() ? Long.MAX_VALUE : Math.max(0, attemptEnds - now);
    }

    /**
     * Takes that the address that is tried cannot be connected to, and returns where another is left.
     *
     * @throws IOException what the first address said, which the system holds to be the best, where none is left
     */
    void failed(IOException failure) throws IOException {
        failures.add(failure);
        if (untried.isEmpty()) {
            throw failures.getFirst();
        }
    }

    /** Takes that one could be connected to. */
    void connected() {
        failures.clear();
    }

    /** Returns whether the kernel of the other side refused every address that was tried. */
    boolean areRefused() {
        return !failures.isEmpty() && failures.stream().allMatch(ConnectAttempts::isRefusal);
    }

    private static boolean isRefusal(IOException failure) {
        return failure instanceof ConnectException
                && !String.valueOf(failure.getMessage()).contains("timed out");
    }
}
