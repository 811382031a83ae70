package io.vipagent.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.text.LineLimit.Omitted;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LineLimitTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LineLimit<Integer> limit = new LineLimit<>(3, 2, Duration.ofMinutes(1));
    private long now = Long.MAX_VALUE - 30 * SECOND;

    @Test
    void whatIsBeyondItIsCountedAndSaidOnce() {
        assertThat(admitted("a", 10)).isEqualTo(3);
        assertThat(limit.endIntervals(now)).isEmpty();
        now += 59 * SECOND;
        assertThat(admitted("a", 5)).isZero();
        assertThat(limit.endIntervals(now)).isEmpty();
        now += SECOND;
        assertThat(limit.endIntervals(now)).containsExactly(new Omitted<>(12, 4));
        assertThat(limit.endIntervals(now + 60 * SECOND)).isEmpty();
        assertThat(admitted("a", 10)).as("the next minute").isEqualTo(3);
    }

    @Test
    void whatIsWithinItIsNeverSaidAgain() {
        assertThat(admitted("a", 3)).isEqualTo(3);
        assertThat(limit.endIntervals(now + 60 * SECOND)).isEmpty();
    }

    @Test
    void causesDoNotTakeEachOthersLines() {
        assertThat(admitted("a", 10)).isEqualTo(3);
        assertThat(admitted("b", 2)).isEqualTo(2);
        now += 60 * SECOND;
        assertThat(limit.endIntervals(now)).containsExactly(new Omitted<>(7, 9));
    }

    @Test
    void thoseBeyondTheNumberOfCausesHaveOneTogether() {
        admitted("a", 1);
        admitted("b", 1);
        int others = 0;
        for (int i = 0; i < 1000; i++) {
            others += admitted("stranger " + i, 1);
        }
        assertThat(others).isEqualTo(3);
        assertThat(admitted("b", 10)).isEqualTo(2);
        now += 60 * SECOND;
        assertThat(limit.endIntervals(now)).containsExactly(new Omitted<>(8, 9), new Omitted<>(997, 0));
        assertThat(admitted("stranger", 10)).isEqualTo(3);
    }

    private int admitted(String cause, int times) {
        int admitted = 0;
        for (int i = 0; i < times; i++) {
            admitted += limit.admits(cause, i, now) ? 1 : 0;
        }
        return admitted;
    }
}
