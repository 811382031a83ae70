package io.vipagent.core.health;

import java.time.Duration;
import java.util.List;

/**
 * What a client that asked again and again went without.
 *
 * @param asked how many questions
 * @param lost how many of them had no good answer
 * @param gap the longest time from one good answer to the next; zero before there are two
 */
public record Losses(int asked, int lost, Duration gap) {
    /**
     * A question that has ended.
     *
     * @param endedNanos when, monotonic
     * @param good whether it was answered as expected
     */
    public record Attempt(long endedNanos, boolean good) {}

    /** Returns the losses among {@code attempts}, in whichever order they ended. */
    public static Losses of(List<Attempt> attempts) {
        long[] good = attempts.stream()
                .filter(Attempt::good)
                .mapToLong(Attempt::endedNanos)
                .sorted()
                .toArray();
        long longest = 0;
        for (int i = 1; i < good.length; i++) {
            longest = Math.max(longest, good[i] - good[i - 1]);
        }
        return new Losses(attempts.size(), attempts.size() - good.length, Duration.ofNanos(longest));
    }
}
