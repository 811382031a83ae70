package io.vipagent.core.health;

import static io.vipagent.core.health.Reason.CONNECT_REFUSED;
import static io.vipagent.core.health.Reason.SERVER_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Verdict.Down;
import io.vipagent.core.health.Verdict.Starting;
import io.vipagent.core.health.Verdict.Up;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Thresholds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state and each of its transitions, below and at the threshold. */
class VerdictTest {
    private static final Thresholds RISE_2_FALL_3 = new Thresholds(2, 3);
    private static final Thresholds ONE_AND_ONE = new Thresholds(1, 1);
    private static final Outcome PASSED = Outcomes.passed();
    private static final Failed REFUSED = new Failed(CONNECT_REFUSED, "nobody listens there");
    private static final Failed ERROR = new Failed(SERVER_ERROR, "status 500");

    record Row(Verdict before, Outcome outcome, Thresholds thresholds, Verdict after) {}

    @ParameterizedTest
    @MethodSource
    void follows(Row row) {
        assertThat(row.before().after(Question.FULL, row.outcome(), row.thresholds()))
                .isEqualTo(row.after());
    }

    static List<Row> follows() {
        return List.of(
                // Starting: only a whole row proves anything, and a break begins it again.
                row(starting(Tally.NONE), PASSED, RISE_2_FALL_3, starting(passes(1))),
                row(starting(passes(1)), PASSED, RISE_2_FALL_3, up(passes(2))),
                row(starting(passes(1)), REFUSED, RISE_2_FALL_3, starting(failures(1))),
                row(starting(Tally.NONE), REFUSED, RISE_2_FALL_3, starting(failures(1))),
                row(starting(failures(1)), REFUSED, RISE_2_FALL_3, starting(failures(2))),
                row(starting(failures(2)), ERROR, RISE_2_FALL_3, down(failures(3), ERROR)),
                row(starting(failures(2)), PASSED, RISE_2_FALL_3, starting(passes(1))),
                row(starting(Tally.NONE), PASSED, ONE_AND_ONE, up(passes(1))),
                row(starting(Tally.NONE), REFUSED, ONE_AND_ONE, down(failures(1), REFUSED)),
                // Up: only {@code fall} consecutive failures take it away.
                row(up(passes(7)), PASSED, RISE_2_FALL_3, up(passes(8))),
                row(up(passes(7)), REFUSED, RISE_2_FALL_3, up(failures(1))),
                row(up(failures(1)), REFUSED, RISE_2_FALL_3, up(failures(2))),
                row(up(failures(2)), PASSED, RISE_2_FALL_3, up(passes(1))),
                row(up(failures(2)), ERROR, RISE_2_FALL_3, down(failures(3), ERROR)),
                row(up(passes(1)), REFUSED, ONE_AND_ONE, down(failures(1), REFUSED)),
                // Down: the newest failure gives the reason; a pass keeps it until rise of them prove it up.
                row(down(failures(3), REFUSED), ERROR, RISE_2_FALL_3, down(failures(4), ERROR)),
                row(down(failures(3), REFUSED), PASSED, RISE_2_FALL_3, down(passes(1), REFUSED)),
                row(down(passes(1), REFUSED), ERROR, RISE_2_FALL_3, down(failures(1), ERROR)),
                row(down(passes(1), REFUSED), PASSED, RISE_2_FALL_3, up(passes(2))),
                row(down(failures(9), REFUSED), PASSED, ONE_AND_ONE, up(passes(1))));
    }

    @Test
    void isStartingBeforeAnyOutcome() {
        assertThat(Verdict.unknown()).isEqualTo(starting(Tally.NONE));
    }

    @Test
    void takesItsThresholdsFromTheCadence() {
        assertThat(Thresholds.of(new ProbeSchedule(Duration.ofSeconds(1), Duration.ofSeconds(1), 4, 9)))
                .isEqualTo(new Thresholds(4, 9));
    }

    private static Row row(Verdict before, Outcome outcome, Thresholds thresholds, Verdict after) {
        return new Row(before, outcome, thresholds, after);
    }

    private static Starting starting(Tally tally) {
        return new Starting(tally);
    }

    private static Up up(Tally tally) {
        return new Up(tally);
    }

    private static Down down(Tally tally, Failed failed) {
        return new Down(tally, failed.reason(), failed.detail(), failed.proof());
    }

    private static Tally passes(int length) {
        return Tallies.passes(length);
    }

    private static Tally failures(int length) {
        return Tallies.failures(length);
    }

    /**
     * A first look that fails makes what was proven to serve unknown; what was down stays so, and an answer forgets
     * nothing.
     */
    @Test
    void aGapIsForgottenWhereTheFirstLookFails() {
        Verdict slow = new Verdict.Slow(Tally.NONE, true);
        Outcome late = new Outcome.Late(200, Phases.NONE, Optional.empty());
        for (Verdict before : List.of(up(passes(7)), slow, starting(passes(1)))) {
            assertThat(before.afterGap(REFUSED)).isEqualTo(Verdict.unknown());
            assertThat(before.afterGap(PASSED)).isEqualTo(before);
            assertThat(before.afterGap(late)).isEqualTo(before);
        }
        assertThat(down(failures(3), REFUSED).afterGap(ERROR)).isEqualTo(down(failures(3), REFUSED));
    }

    /** What was answered before a death says nothing of the time after it: else the next question undoes it. */
    @Test
    void isNotUndoneByWhatWasAnsweredBefore() {
        Failed gone = REFUSED.proving(Outcome.Proof.CONCLUSIVE);
        Failed silent = new Failed(Reason.RESPONSE_TIMEOUT, "no answer").proving(Outcome.Proof.SILENCE);
        Outcome overdue = new Outcome.Overdue(Phases.NONE);
        for (Failed death : List.of(gone, silent)) {
            Verdict verdict = up(new Tally(0, 9, 0, 0, 3, 3)).after(Question.PING, death, RISE_2_FALL_3);
            assertThat(verdict).isInstanceOf(Down.class);
            verdict = verdict.after(Question.FULL, overdue, RISE_2_FALL_3);
            assertThat(verdict).as("%s", death).isInstanceOf(Down.class);
        }
        Verdict once = down(passes(1), REFUSED).after(Question.PING, gone, RISE_2_FALL_3);
        assertThat(once.after(Question.FULL, PASSED, RISE_2_FALL_3))
                .as("the one pass was before it died again")
                .isInstanceOf(Down.class);
    }
}
