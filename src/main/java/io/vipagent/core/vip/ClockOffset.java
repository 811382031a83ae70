package io.vipagent.core.vip;

import io.vipagent.core.health.Phase;
import io.vipagent.core.health.Phases;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How far a peer's wall clock is from this node's.
 *
 * @param ahead of this node's; negative: behind
 * @param uncertainty by how much {@code ahead} may be wrong, at least 0: half of the way there and back
 */
public record ClockOffset(Duration ahead, Duration uncertainty) {
    private static final double NANOS = 1e9;

    /**
     * Compares {@code theirs}, which the peer wrote between the request and the first byte of its answer, with this
     * node's clock in the middle of the two.
     *
     * @param asked this node's clock at the start of the exchange
     * @param phases how long each part of it took
     */
    public static ClockOffset of(Instant asked, Phases phases, Instant theirs) {
        long before = nanos(phases, Phase.RESOLVE) + nanos(phases, Phase.CONNECT) + nanos(phases, Phase.TLS);
        long half = nanos(phases, Phase.FIRST_BYTE) / 2;
        return new ClockOffset(Duration.between(asked.plusNanos(before + half), theirs), Duration.ofNanos(half));
    }

    /** Returns whether the clocks differ by more than {@code limit}, however unlucky the way was. */
    public boolean isBeyond(Duration limit) {
        return ahead.abs().minus(uncertainty).compareTo(limit) > 0;
    }

    /** Returns the same offset, seen from the peer. */
    ClockOffset reversed() {
        return new ClockOffset(ahead.negated(), uncertainty);
    }

    /** Returns the offset in words that this node's clock follows, such as {@code 1.5 s ahead of}. */
    @Override
    public String toString() {
        Duration length = ahead.abs();
        // Not in milliseconds: of a clock at the end of time there would be too many for a long.
        double seconds = length.getSeconds() + length.getNano() / NANOS;
        return String.format(Locale.ROOT, "%.1f s %s", seconds, ahead.isNegative() ? "behind" : "ahead of");
    }

    private static long nanos(Phases phases, Phase phase) {
        return phases.nanos(phase).orElse(0);
    }
}
