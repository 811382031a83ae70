package io.vipagent.core.health;

import static io.vipagent.core.health.Question.FULL;
import static io.vipagent.core.health.Question.PING;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Proof;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What each outcome of each kind of question does to each count. */
class TallyTest {
    private static final Tally BEFORE = new Tally(1, 2, 3, 4, 5, 6);
    private static final Outcome LATE = new Late(200, Phases.NONE, Optional.empty());
    private static final Outcome OVERDUE = new Overdue(Phases.NONE);
    private static final Failed WRONG = Outcomes.failed(Reason.SERVER_ERROR);
    private static final Failed SILENT = WRONG.proving(Proof.SILENCE);

    @Test
    void aFullQuestion() {
        assertThat(BEFORE.next(FULL, Outcomes.passed())).isEqualTo(new Tally(2, 3, 0, 0, 0, 0));
        assertThat(BEFORE.next(FULL, OVERDUE)).isEqualTo(new Tally(0, 2, 3, 5, 5, 7));
        assertThat(BEFORE.next(FULL, LATE)).isEqualTo(new Tally(0, 3, 0, 4, 5, 0));
        assertThat(BEFORE.next(FULL, WRONG)).isEqualTo(new Tally(0, 0, 4, 4, 5, 0));
        assertThat(BEFORE.next(FULL, SILENT)).isEqualTo(new Tally(0, 0, 4, 4, 5, 6));
    }

    @Test
    void aPing() {
        assertThat(BEFORE.next(PING, Outcomes.passed())).isEqualTo(new Tally(1, 2, 3, 4, 0, 0));
        assertThat(BEFORE.next(PING, OVERDUE)).isEqualTo(new Tally(0, 2, 3, 4, 6, 7));
        assertThat(BEFORE.next(PING, LATE)).isEqualTo(new Tally(0, 2, 3, 4, 5, 0));
        assertThat(BEFORE.next(PING, WRONG)).isEqualTo(new Tally(0, 2, 3, 4, 6, 0));
        assertThat(BEFORE.next(PING, SILENT)).isEqualTo(new Tally(0, 2, 3, 4, 6, 6));
    }

    @Test
    void whatIsUntimelyIsBothKindsTogether() {
        assertThat(BEFORE.untimely()).isEqualTo(9);
        assertThat(new Tally(0, 0, 0, Integer.MAX_VALUE, 1, 0).untimely()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void countsStayAtTheLargest() {
        Tally full = new Tally(Integer.MAX_VALUE, Integer.MAX_VALUE, 0, 0, 0, 0);
        assertThat(full.next(FULL, Outcomes.passed())).isEqualTo(full);
    }

    @Test
    void theStreakIsOfPassesWhereThereIsOne() {
        assertThat(Tally.NONE.streak()).isEqualTo(Streak.NONE);
        assertThat(BEFORE.streak()).isEqualTo(new Streak(true, 1));
        assertThat(new Tally(0, 0, 3, 1, 1, 0).streak()).isEqualTo(new Streak(false, 3));
        assertThat(new Tally(0, 0, 1, 1, 2, 0).streak()).isEqualTo(new Streak(false, 3));
    }
}
