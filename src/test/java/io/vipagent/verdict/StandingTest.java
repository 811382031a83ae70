package io.vipagent.verdict;

import static io.vipagent.check.Reason.CONNECT_REFUSED;
import static io.vipagent.check.Reason.STALE;
import static io.vipagent.check.Reason.STARTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.check.Role;
import io.vipagent.verdict.Answer.Healthy;
import io.vipagent.verdict.Answer.Unhealthy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an output says of one target: unknown is down. */
class StandingTest {
    @ParameterizedTest
    @EnumSource
    void answers(Stands stands) {
        Answer expected = switch (stands) {
            case UP, UP_FAILING -> new Healthy("cp1: up");
            case DOWN, DOWN_RECOVERING -> new Unhealthy(CONNECT_REFUSED, "cp1: nobody listens there");
            case NOT_PROBED -> new Unhealthy(STARTING, "cp1: not probed yet");
            case STARTING_PASSING -> new Unhealthy(STARTING, "cp1: 1 passed, 0 failed in a row so far");
            case STARTING_FAILING -> new Unhealthy(STARTING, "cp1: 0 passed, 2 failed in a row so far");
            case STALE_UP, STALE_UP_FAILING, STALE_DOWN, STALE_STARTING ->
                new Unhealthy(STALE, "cp1: no outcome in time");
        };
        Answer answer = stands.as("cp1", Role.LOCAL).answer();
        assertThat(answer).isEqualTo(expected);
        assertThat(answer.healthy()).isEqualTo(expected instanceof Healthy);
    }

    @ParameterizedTest
    @EnumSource
    void isKnownToFailOnlyByFreshEvidence(Stands stands) {
        boolean expected = switch (stands) {
            case UP_FAILING, DOWN, DOWN_RECOVERING, STARTING_FAILING -> true;
            case UP, NOT_PROBED, STARTING_PASSING -> false;
            case STALE_UP, STALE_UP_FAILING, STALE_DOWN, STALE_STARTING -> false;
        };
        assertThat(stands.as(Role.BACKEND).knownToFail()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void isProvenDownOnlyByFreshProof(Stands stands) {
        assertThat(stands.as(Role.LOCAL).provenDown())
                .isEqualTo(stands == Stands.DOWN || stands == Stands.DOWN_RECOVERING);
    }
}
