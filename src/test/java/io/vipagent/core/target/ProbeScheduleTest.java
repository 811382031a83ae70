package io.vipagent.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long it takes to know is arithmetic. */
class ProbeScheduleTest {
    @ParameterizedTest
    @CsvSource({
        // interval, timeout, fall, detection
        "1000,  400, 1,   400",
        "1000,  400, 3,  2400",
        "1000, 1000, 3,  3000",
        "3000, 2000, 10, 29000",
        // The next question follows when one is overdue.
        " 500, 1000, 3,  3000",
        " 500,  501, 3,  1503",
        " 500, 1001, 2,  2002",
        " 500, 1000, 1,  1000"
    })
    void detectsWithin(long interval, long timeout, int fall, long detection) {
        assertThat(schedule(interval, timeout, 7, fall).detection()).isEqualTo(Duration.ofMillis(detection));
    }

    @ParameterizedTest
    @CsvSource({
        // interval, timeout, rise, recovery: each pass may come just in time
        "1000,  400, 1,   400",
        "1000,  400, 2,  1400",
        " 500, 1000, 2,  1500",
        " 500, 1001, 3,  2001"
    })
    void recoversWithin(long interval, long timeout, int rise, long recovery) {
        assertThat(schedule(interval, timeout, rise, 7).recovery()).isEqualTo(Duration.ofMillis(recovery));
    }

    /** At rest the question that meets a fault comes later; all that follows is as fast as ever. */
    @Test
    void knowsOfAFaultOneRestLater() {
        ProbeSchedule schedule = schedule(200, 250, 2, 3);
        assertThat(schedule.known()).isEqualTo(Duration.ofMillis(950));
        ProbeSchedule resting = new ProbeSchedule(
                schedule.interval(),
                schedule.timeout(),
                schedule.rise(),
                schedule.fall(),
                schedule.patience(),
                schedule.fullInterval(),
                schedule.freshInterval(),
                Duration.ofMillis(400));
        assertThat(resting.known()).isEqualTo(Duration.ofMillis(1150));
        assertThat(resting.detection()).isEqualTo(schedule.detection());
        assertThat(resting.freshness()).isEqualTo(Duration.ofMillis(1450));
    }

    @Test
    void isExactToTheNanosecond() {
        ProbeSchedule schedule = new ProbeSchedule(Duration.ofNanos(1_000_000_001), Duration.ofNanos(3), 1, 3);
        assertThat(schedule.detection()).isEqualTo(Duration.ofNanos(2_000_000_005));
    }

    @Test
    void doesNotOverflowWhereEverythingIsLarge() {
        ProbeSchedule schedule = new ProbeSchedule(Duration.ofDays(1), Duration.ofDays(1), 1, Integer.MAX_VALUE);
        assertThat(schedule.detection()).isEqualTo(Duration.ofDays(Integer.MAX_VALUE));
    }

    @Test
    void believesAnOutcomeForThreeTicksAndATimeout() {
        assertThat(schedule(500, 1000, 2, 3).freshness()).isEqualTo(Duration.ofMillis(2500));
        assertThat(schedule(1000, 300, 2, 3).freshness()).isEqualTo(Duration.ofMillis(3300));
    }

    private static ProbeSchedule schedule(long interval, long timeout, int rise, int fall) {
        return new ProbeSchedule(Duration.ofMillis(interval), Duration.ofMillis(timeout), rise, fall);
    }
}
