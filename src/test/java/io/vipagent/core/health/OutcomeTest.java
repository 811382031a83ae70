package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Proof;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What one probe found out. */
class OutcomeTest {
    private static final Phases PHASES = Phases.of(Map.of(Phase.TOTAL, 5L));

    @Test
    void passesOrFails() {
        assertThat(Outcomes.passed().passed()).isTrue();
        assertThat(Outcomes.failed(Reason.NETWORK).passed()).isFalse();
    }

    /** The detail goes into logs, haproxy's stats and terminals, and a peer may have written it. */
    @Test
    void keepsItsDetailToOnePrintableLine() {
        Failed failed = new Failed(Reason.UNEXPECTED_RESPONSE, "body \"\u001b[2J\r\nup ready\"" + "x".repeat(300));
        assertThat(failed.detail()).startsWith("body \" [2J up ready\"xxx").hasSize(200);
    }

    @Test
    void canFailBeforeAnythingIsMeasured() {
        assertThat(new Failed(Reason.NETWORK, "no route"))
                .isEqualTo(new Failed(Reason.NETWORK, "no route", Proof.ANSWER, Phases.NONE, Optional.empty()));
    }

    @Test
    void isTheSameFailureWithWhatWasMeasured() {
        assertThat(new Failed(Reason.NETWORK, "no route").measured(PHASES, Optional.of(Outcomes.CERTIFICATE)))
                .isEqualTo(new Failed(
                        Reason.NETWORK, "no route", Proof.ANSWER, PHASES, Optional.of(Outcomes.CERTIFICATE)));
    }
}
