package io.vipagent.agent.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who acts on the decision asks for it again and again. */
class RegularAskingTest {
    /** A monotonic clock may begin anywhere. */
    private static final long BEGIN = -Duration.ofSeconds(7).toNanos();

    private final RegularAsking asking = new RegularAsking();

    @Test
    void nobodyHasAskedAtFirst() {
        assertThat(isOn(0)).isFalse();
        assertThat(isOn(60)).isFalse();
    }

    @Test
    void whoAskedOnceOrAFewTimesWithinSecondsIsNotRegular() {
        add(0);
        assertThat(isOn(0)).isFalse();
        assertThat(isOn(11)).isFalse();
        List.of(2L, 5L, 9L).forEach(this::add);
        assertThat(isOn(10)).isFalse();
    }

    /** keepalived every second and three, kube-vip, a slow one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 10, 30})
    void whoAsksAgainAndAgainIsRegular(int interval) {
        for (long second = 0; second <= 30; second += interval) {
            add(second);
            assertThat(isOn(second)).isEqualTo(second >= 10);
            assertThat(isOn(second + interval)).isEqualTo(second >= 10);
        }
    }

    @Test
    void whoHasGoneIsNotRegularAnyMore() {
        List.of(0L, 5L, 10L).forEach(this::add);
        assertThat(isOn(40)).isTrue();
        assertThat(isOn(41)).isFalse();
        add(41);
        assertThat(isOn(41)).as("it begins again").isFalse();
        add(51);
        assertThat(isOn(51)).isTrue();
    }

    private void add(long second) {
        asking.add(nanos(second));
    }

    private boolean isOn(long second) {
        return asking.isOn(nanos(second));
    }

    private static long nanos(long second) {
        return BEGIN + Duration.ofSeconds(second).toNanos();
    }
}
