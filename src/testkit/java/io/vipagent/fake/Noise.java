package io.vipagent.fake;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a busy node or a bad cable does to connections of a server that is well, and to each further request on one that
 * is kept, by chance.
 *
 * @param latePercent how many are served late
 * @param lateness by how much at most
 * @param lostPercent how many are never served
 */
public record Noise(double latePercent, Duration lateness, double lostPercent) {
    /** None. */
    public static final Noise NONE = new Noise(0, Duration.ZERO, 0);

    /** Whether this connection is lost. */
    boolean loses() {
        return hits(lostPercent);
    }

    /** How late this connection is served. */
    Duration delay() {
        return hits(latePercent) ? new Lateness(Duration.ZERO, lateness).draw() : Duration.ZERO;
    }

    private static boolean hits(double percent) {
        return percent > 0 && ThreadLocalRandom.current().nextDouble(100) < percent;
    }
}
