package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.Outcome.Proof;
import io.vipagent.core.health.Verdict.Down;
import io.vipagent.core.health.Verdict.Up;
import io.vipagent.core.target.TargetRole;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words that people read. */
class HealthTextTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S,           0ms",
        "PT0.000999S,    0ms",
        "PT0.34S,        340ms",
        "PT0.999999S,    999ms",
        "PT1S,           1.0s",
        "PT1.099S,       1.0s",
        "PT12.59S,       12.5s",
        "PT59.999S,      59.9s",
        "PT1M,           1m00s",
        "PT3M5.9S,       3m05s",
        "PT59M59.999S,   59m59s",
        "PT1H,           1h00m",
        "PT1H59M59S,     1h59m",
        "PT26H0M59S,     26h00m",
        "P100D,          2400h00m"
    })
    void spans(Duration length, String text) {
        assertThat(HealthText.span(length)).isEqualTo(text);
    }

    @Test
    void saysTheStateInOneWord() {
        assertThat(HealthText.state(health(Verdict.unknown(), true))).isEqualTo("starting");
        assertThat(HealthText.state(health(new Up(Tallies.passes(2)), true))).isEqualTo("up");
        assertThat(HealthText.state(health(new Down(Tallies.failures(3), Reason.NETWORK, "", Proof.ANSWER), true)))
                .isEqualTo("down");
    }

    @Test
    void callsWhatAnswersLateSlow() {
        assertThat(HealthText.state(health(new Verdict.Slow(new Tally(0, 1, 0, 3, 0, 0), true), true)))
                .isEqualTo("slow");
        assertThat(HealthText.state(health(new Verdict.Slow(new Tally(0, 1, 0, 3, 0, 0), true), false)))
                .isEqualTo("stale");
    }

    @Test
    void callsWhatIsTooOldStaleWhateverItWas() {
        assertThat(HealthText.state(health(Verdict.unknown(), false))).isEqualTo("stale");
        assertThat(HealthText.state(health(new Up(Tallies.passes(2)), false))).isEqualTo("stale");
        assertThat(HealthText.state(health(new Down(Tallies.failures(3), Reason.NETWORK, "", Proof.ANSWER), false)))
                .isEqualTo("stale");
    }

    @Test
    void saysAnAnswerInOneLine() {
        assertThat(HealthText.line(new Healthy("local: up"))).isEqualTo("local: up");
        assertThat(HealthText.line(new Unhealthy(Reason.STALE, "local: no outcome in time")))
                .isEqualTo("STALE local: no outcome in time");
    }

    private static TargetHealth health(Verdict verdict, boolean fresh) {
        return new TargetHealth("local", TargetRole.LOCAL, verdict, fresh, false, 0, ProbeHistory.NONE);
    }
}
