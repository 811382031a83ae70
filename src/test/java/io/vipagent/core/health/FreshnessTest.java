package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.target.ProbeSchedule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long an observation is believed. */
class FreshnessTest {
    private final Freshness limit = new Freshness(Duration.ofNanos(1_000));

    @Test
    void isBelievedUpToItsLimit() {
        assertThat(limit.isFresh(50, 50)).isTrue();
        assertThat(limit.isFresh(50, 1_050)).isTrue();
        assertThat(limit.isFresh(50, 1_051)).isFalse();
    }

    /** A monotonic clock may begin anywhere, and may run over. */
    @Test
    void looksAtTheDifferenceAlone() {
        assertThat(limit.isFresh(-3_000, -2_000)).isTrue();
        assertThat(limit.isFresh(-3_000, -1_999)).isFalse();
        assertThat(limit.isFresh(Long.MAX_VALUE - 5, Long.MIN_VALUE + 5)).isTrue();
        assertThat(limit.isFresh(Long.MAX_VALUE - 5, Long.MIN_VALUE + 995)).isFalse();
    }

    /** The outcome may have come while the reader was on its way. */
    @Test
    void believesWhatIsNewerThanTheReading() {
        assertThat(limit.isFresh(60, 50)).isTrue();
    }

    @Test
    void isThatOfTheCadence() {
        ProbeSchedule schedule = new ProbeSchedule(Duration.ofMillis(500), Duration.ofSeconds(1), 2, 3);
        assertThat(Freshness.of(schedule)).isEqualTo(new Freshness(Duration.ofMillis(2_500)));
    }
}
