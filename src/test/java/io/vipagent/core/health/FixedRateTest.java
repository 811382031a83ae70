package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ticks of a fixed rate: here each 100 long, the last one at 1000. */
class FixedRateTest {
    @ParameterizedTest
    @CsvSource({
        // A probe that ends in time is followed by the next tick.
        "1000, 1100",
        "1001, 1100",
        "1099, 1100",
        "1100, 1100",
        // A little late is late, not left out.
        "1101, 1100",
        "1125, 1100",
        // Later, the tick is left out.
        "1126, 1200",
        "1199, 1200",
        "1200, 1200",
        "1225, 1200",
        "1226, 1300",
        "9999, 10000",
        // A clock that has not moved on: never the same tick again.
        "999,  1100",
        "0,    1100"
    })
    void ticks(long now, long next) {
        assertThat(FixedRate.next(1000, 100, now)).isEqualTo(next);
    }

    /** A monotonic clock may begin anywhere, also far below zero. */
    @Test
    void ticksBelowZeroToo() {
        assertThat(FixedRate.next(-1000, 100, -1000)).isEqualTo(-900);
        assertThat(FixedRate.next(-1000, 100, -760)).isEqualTo(-700);
        assertThat(FixedRate.next(-50, 100, 10)).isEqualTo(50);
    }

    /** Timeouts of whole intervals end a hair behind their tick, and still keep the rate that the schedule promises. */
    @Test
    void keepsTheRateOfProbesThatEndAtTheirTimeout() {
        long interval = 500_000_000;
        long timeout = 2 * interval;
        long hair = 300_000;
        long tick = 0;
        long now = 0;
        for (int probe = 1; probe <= 100; probe++) {
            now = Math.max(now, tick) + timeout + hair;
            tick = FixedRate.next(tick, interval, now);
            assertThat(tick).as("after probe %d", probe).isEqualTo(probe * timeout);
        }
    }

    @Test
    void neverDriftsNeverRepeatsAndNeverRunsAhead() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            long interval = 1L + random.nextInt(1_000);
            long first = random.nextInt() - 1_000_000L;
            long tick = first;
            long now = first;
            for (int i = 0; i < 30; i++) {
                now = Math.max(now, tick) + random.nextLong(3 * interval);
                long next = FixedRate.next(tick, interval, now);
                assertThat(Math.floorMod(next - first, interval))
                        .as("on the grid, seed %d", seed)
                        .isZero();
                assertThat(next).as("after the last, seed %d", seed).isGreaterThan(tick);
                assertThat(next - now)
                        .as("no tick in between is left out, seed %d", seed)
                        .isLessThanOrEqualTo(interval);
                assertThat(now - next).as("not long over, seed %d", seed).isLessThanOrEqualTo(interval / 4);
                tick = next;
            }
        }
    }

    @Test
    void aQuarterOfTheIntervalIsItsGrace() {
        assertThat(FixedRate.grace(200)).isEqualTo(50);
    }
}
