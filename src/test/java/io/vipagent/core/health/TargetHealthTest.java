package io.vipagent.core.health;

import static io.vipagent.core.health.Reason.CONNECT_REFUSED;
import static io.vipagent.core.health.Reason.STALE;
import static io.vipagent.core.health.Reason.STARTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Health.Unhealthy;
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
            case NOT_PROBED -> new Unhealthy(STARTING, "cp1: not probed yet");
            case STARTING_PASSING -> new Unhealthy(STARTING, "cp1: 1 passed, 0 failed in a row so far");
            case STARTING_FAILING -> new Unhealthy(STARTING, "cp1: 0 passed, 2 failed in a row so far");
            case STALE_UP, STALE_UP_FAILING, STALE_DOWN, STALE_STARTING ->
                new Unhealthy(STALE, "cp1: no outcome in time");
        };
        Health answer = stands.as("cp1", TargetRole.LOCAL).answer();
        assertThat(answer).isEqualTo(expected);
        assertThat(answer.healthy()).isEqualTo(expected instanceof Healthy);
    }

    @ParameterizedTest
    @EnumSource
    void isKnownToFailOnlyByFreshEvidence(TargetHealths stands) {
        boolean expected = switch (stands) {
            case UP_FAILING, DOWN, DOWN_RECOVERING, STARTING_FAILING -> true;
            case UP, NOT_PROBED, STARTING_PASSING -> false;
            case STALE_UP, STALE_UP_FAILING, STALE_DOWN, STALE_STARTING -> false;
        };
        assertThat(stands.as(TargetRole.BACKEND).knownToFail()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void isProvenDownOnlyByFreshProof(TargetHealths stands) {
        assertThat(stands.as(TargetRole.LOCAL).provenDown())
                .isEqualTo(stands == TargetHealths.DOWN || stands == TargetHealths.DOWN_RECOVERING);
    }
}
