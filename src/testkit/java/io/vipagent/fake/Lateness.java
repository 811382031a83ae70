package io.vipagent.fake;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How late a server answers each request, by chance between two bounds. Connections and handshakes are in time.
 *
 * @param min the least
 * @param max the most
 */
public record Lateness(Duration min, Duration max) {
    /** In time. */
    public static final Lateness NONE = new Lateness(Duration.ZERO, Duration.ZERO);

    /** For one request. */
    Duration draw() {
        long spread = max.toNanos() - min.toNanos();
        return spread <= 0 ? min : min.plusNanos(ThreadLocalRandom.current().nextLong(spread));
    }
}
