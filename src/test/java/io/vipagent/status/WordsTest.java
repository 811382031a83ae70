package io.vipagent.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.check.Reason;
import io.vipagent.check.Role;
import io.vipagent.verdict.Answer.Healthy;
import io.vipagent.verdict.Answer.Unhealthy;
import io.vipagent.verdict.Standing;
import io.vipagent.verdict.Streak;
import io.vipagent.verdict.Verdict;
import io.vipagent.verdict.Verdict.Down;
import io.vipagent.verdict.Verdict.Up;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words that people read. */
class WordsTest {
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
        assertThat(Words.span(length)).isEqualTo(text);
    }

    @Test
    void saysTheStateInOneWord() {
        assertThat(Words.state(standing(Verdict.unknown(), true))).isEqualTo("starting");
        assertThat(Words.state(standing(new Up(new Streak(true, 2)), true))).isEqualTo("up");
        assertThat(Words.state(standing(new Down(new Streak(false, 3), Reason.NETWORK, ""), true)))
                .isEqualTo("down");
    }

    @Test
    void callsWhatIsTooOldStaleWhateverItWas() {
        assertThat(Words.state(standing(Verdict.unknown(), false))).isEqualTo("stale");
        assertThat(Words.state(standing(new Up(new Streak(true, 2)), false))).isEqualTo("stale");
        assertThat(Words.state(standing(new Down(new Streak(false, 3), Reason.NETWORK, ""), false)))
                .isEqualTo("stale");
    }

    @Test
    void saysAnAnswerInOneLine() {
        assertThat(Words.line(new Healthy("local: up"))).isEqualTo("local: up");
        assertThat(Words.line(new Unhealthy(Reason.STALE, "local: no outcome in time")))
                .isEqualTo("STALE local: no outcome in time");
    }

    private static Standing standing(Verdict verdict, boolean fresh) {
        return new Standing("local", Role.LOCAL, verdict, fresh);
    }
}
