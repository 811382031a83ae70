package io.vipagent.fake;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a busy node or a bad cable does to connections of a server that is well, by chance, each on its own.
 *
 * @param latePercent how many are served late
 * @param lateness by how much
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
        return hits(latePercent) ? lateness : Duration.ZERO;
    }

    private static boolean hits(double percent) {
        return percent > 0 && ThreadLocalRandom.current().nextDouble(100) < percent;
    }
}
