package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One word per episode. */
class ProbeTroubleTest {
    private static final Outcome OVERDUE = new Overdue(Phases.NONE);
    private static final Outcome LATE = new Late(200, Phases.NONE, Optional.empty());
    private static final Outcome SILENCE =
            new Failed(Reason.RESPONSE_TIMEOUT, "no answer to the request in time").proving(Proof.SILENCE);
    private static final Outcome PASSED = Outcomes.passed();
    private static final Outcome WRONG = Outcomes.failed(Reason.SERVER_ERROR);

    /**
     * Each question of a target that hangs is open first and silent in the end, and there is always another that is
     * open.
     */
    @Test
    void aHangIsSlowAndThenSilentOnceAndForAll() {
        List<Outcome> hang = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            hang.add(OVERDUE);
            if (i > 5) {
                hang.add(SILENCE);
            }
        }
        assertThat(words(hang)).containsExactly("SLOW", "RESPONSE_TIMEOUT");
    }

    @Test
    void slownessIsOneWordWhetherTheAnswerHasComeOrNot() {
        assertThat(words(List.of(OVERDUE, LATE, OVERDUE, OVERDUE, LATE, LATE))).containsExactly("SLOW");
    }

    @Test
    void anAnswerEndsASilence() {
        assertThat(words(List.of(OVERDUE, SILENCE, OVERDUE, LATE, OVERDUE, SILENCE)))
                .containsExactly("SLOW", "RESPONSE_TIMEOUT", "SLOW", "RESPONSE_TIMEOUT");
        assertThat(words(List.of(OVERDUE, SILENCE, PASSED, OVERDUE)))
                .containsExactly("SLOW", "RESPONSE_TIMEOUT", "", "SLOW");
    }

    @Test
    void aQuestionThatIsOpenSaysNothingAgainstAWrongAnswer() {
        assertThat(words(List.of(WRONG, OVERDUE, WRONG, OVERDUE))).containsExactly("SERVER_ERROR");
    }

    @Test
    void keepsTheFirstDetail() {
        Optional<ProbeTrouble> first =
                ProbeTrouble.after(Optional.empty(), new Failed(Reason.SERVER_ERROR, "status 500"));
        assertThat(ProbeTrouble.after(first, new Failed(Reason.SERVER_ERROR, "status 503")))
                .isEqualTo(first)
                .contains(new ProbeTrouble(Reason.SERVER_ERROR, "status 500"));
        assertThat(first.orElseThrow()).hasSameHashCodeAs(new ProbeTrouble(Reason.SERVER_ERROR, "status 500"));
        assertThat(first.orElseThrow()).isNotEqualTo(new ProbeTrouble(Reason.SERVER_ERROR, "status 503"));
    }

    /** The words in turn, each as long as it lasts. */
    private static List<String> words(List<Outcome> outcomes) {
        List<String> words = new ArrayList<>();
        Optional<ProbeTrouble> trouble = Optional.empty();
        for (Outcome outcome : outcomes) {
            Optional<ProbeTrouble> next = ProbeTrouble.after(trouble, outcome);
            if (!next.equals(trouble)) {
                words.add(next.map(known -> known.reason().name()).orElse(""));
            }
            trouble = next;
        }
        return words;
    }
}
