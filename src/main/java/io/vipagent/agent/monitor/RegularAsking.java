package io.vipagent.agent.monitor;

import java.time.Duration;

/**
 * Tells whether somebody asks again and again, as whoever acts on the answer does, and not once, as a person or a
 * stranger may. Who asks is not looked at: a script is another process each time. Safe for threads.
 */
final class RegularAsking {
    /** Longer pauses end it: kube-vip asks every five seconds, keepalived's script in the guide every three. */
    static final Duration MAX_INTERVAL = Duration.ofSeconds(30);

    /** Whoever tries it a few times within seconds is not regular. */
    static final Duration MIN_LENGTH = Duration.ofSeconds(10);

    private boolean asked;
    private long firstNanos;
    private long lastNanos;

    /** Takes that somebody asked at {@code nanos}. */
    synchronized void add(long nanos) {
        if (!asked || isOver(nanos)) {
            asked = true;
            firstNanos = nanos;
        }
        lastNanos = nanos;
    }

    /** Returns whether somebody was asking at {@code nanos}. */
    synchronized boolean isOn(long nanos) {
        return asked && !isOver(nanos) && lastNanos - firstNanos >= MIN_LENGTH.toNanos();
    }

    private boolean isOver(long nanos) {
        return nanos - lastNanos > MAX_INTERVAL.toNanos();
    }
}
