package io.vipagent.core.health;

import static io.vipagent.core.health.Reason.CONNECT_REFUSED;
import static io.vipagent.core.health.Reason.STALE;
import static io.vipagent.core.health.Reason.STARTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.target.TargetRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an output says of one target: unknown is down. */
class TargetHealthTest {
    @ParameterizedTest
    @EnumSource
    void answers(TargetHealths stands) {
        Health expected = switch (stands) {
            case UP, UP_FAILING -> new Healthy("cp1: up");
            case DOWN, DOWN_RECOVERING -> new Unhealthy(CONNECT_REFUSED, "cp1: nobody listens there");
            case SLOW -> new Healthy("cp1: slow, answers late");
            case SLOW_SILENT -> new Healthy("cp1: slow, no answer to 3 questions so far");
            case NOT_PROBED -> new Unhealthy(STARTING, "cp1: not probed yet");
            case STARTING_PASSING -> new Unhealthy(STARTING, "cp1: 1 passed, 0 failed consecutively so far");
            case STARTING_FAILING -> new Unhealthy(STARTING, "cp1: 0 passed, 2 failed consecutively so far");
            case STALE_UP, STALE_UP_FAILING, STALE_DOWN, STALE_STARTING ->
                new Unhealthy(STALE, "cp1: no outcome in time");
        };
        Health answer = stands.as("cp1", TargetRole.LOCAL).answer();
        assertThat(answer).isEqualTo(expected);
        assertThat(answer.healthy()).isEqualTo(expected instanceof Healthy);
    }

    @ParameterizedTest
    @EnumSource
    void isUnknownWithoutAVerdictOrWithAnOldOne(TargetHealths stands) {
        boolean expected = switch (stands) {
            case UP, UP_FAILING, DOWN, DOWN_RECOVERING, SLOW, SLOW_SILENT -> false;
            case NOT_PROBED, STARTING_PASSING, STARTING_FAILING -> true;
            case STALE_UP, STALE_UP_FAILING, STALE_DOWN, STALE_STARTING -> true;
        };
        assertThat(stands.as(TargetRole.BACKEND).unknown()).isEqualTo(expected);
    }

    @Test
    void servesWhileItIsSlowAndSaysHow() {
        assertThat(slow(true).answer()).isEqualTo(new Healthy("cp1: slow, answers late"));
        assertThat(slow(false).answer()).isEqualTo(new Healthy("cp1: slow, no answer to 4 questions so far"));
        assertThat(slow(true).tooSlow()).isEqualTo(new Unhealthy(Reason.SLOW, "cp1: slow, answers late"));
        assertThat(TargetHealths.UP.as("cp1", TargetRole.LOCAL).tooSlow())
                .isEqualTo(new Unhealthy(Reason.SLOW, "cp1: slower than another"));
    }

    private static TargetHealth slow(boolean answering) {
        return new TargetHealth(
                "cp1",
                TargetRole.LOCAL,
                new Verdict.Slow(new Tally(0, 0, 0, 4, 0, 4), answering),
                true,
                false,
                0,
                ProbeHistory.NONE);
    }
}
