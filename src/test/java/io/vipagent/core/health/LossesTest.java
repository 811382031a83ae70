package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Losses.Attempt;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client went without. */
class LossesTest {
    @Test
    void countsWhatWasLostAndFindsTheLongestGap() {
        List<Attempt> attempts =
                List.of(new Attempt(40, false), new Attempt(10, true), new Attempt(100, true), new Attempt(20, true));
        assertThat(Losses.of(attempts)).isEqualTo(new Losses(4, 1, Duration.ofNanos(80)));
    }

    @Test
    void hasNoGapBeforeTwoGoodAnswers() {
        assertThat(Losses.of(List.of())).isEqualTo(new Losses(0, 0, Duration.ZERO));
        assertThat(Losses.of(List.of(new Attempt(5, true), new Attempt(9, false))))
                .isEqualTo(new Losses(2, 1, Duration.ZERO));
    }
}
