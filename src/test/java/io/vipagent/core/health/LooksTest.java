package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first wait is a reason to look; many of them are no reason to look all the time. */
class LooksTest {
    private static final long MILLI = 1_000_000;
    private static final long START = Long.MAX_VALUE - 20_000 * MILLI;

    private final List<Long> looks = new ArrayList<>();
    private Looks times = Looks.none(START);

    @Test
    void looksAtOnceAndThenNotBeforeTheInterval() {
        waitsAt(0, 1, 499, 500, 501);
        assertThat(looks).containsExactly(0L, 500L);
    }

    /** It overflows on the way, as a monotonic clock may. */
    @Test
    void looksSeldomerTheLongerQuestionsWait() {
        for (long at = 0; at <= 120_000; at += 100) {
            waitsAt(at);
        }
        assertThat(looks)
                .containsExactly(
                        0L, 500L, 1_500L, 3_500L, 7_500L, 15_500L, 31_500L, 47_500L, 63_500L, 79_500L, 95_500L,
                        111_500L);
    }

    @Test
    void aWaitAfterACalmIsNews() {
        for (long at = 0; at <= 16_000; at += 100) {
            waitsAt(at);
        }
        looks.clear();
        waitsAt(16_000 + 4_999, 16_000 + 4_999 + 4_999);
        assertThat(looks).isEmpty();
        waitsAt(25_998 + 5_000, 25_998 + 5_000 + 499, 25_998 + 5_000 + 500);
        assertThat(looks).as("and begins with the shortest interval").containsExactly(30_998L, 31_498L);
    }

    private void waitsAt(long... millis) {
        for (long at : millis) {
            long now = START + at * MILLI;
            if (times.due(now)) {
                looks.add(at);
            }
            times = times.after(now);
        }
    }
}
