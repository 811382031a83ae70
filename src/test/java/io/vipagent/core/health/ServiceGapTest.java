package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** From the last good answer before a failure to the next good one. */
class ServiceGapTest {
    private static final Outcome FAILED = Outcomes.failed(Reason.CONNECT_REFUSED);
    private static final Outcome LATE = new Late(200, Phases.NONE, Optional.empty());
    private static final Outcome OVERDUE = new Overdue(Phases.NONE);

    @Test
    void lastsFromTheLastGoodAnswerToTheNext() {
        ServiceGap gap = ServiceGap.NONE.after(Outcomes.passed(), 100);
        assertThat(gap.endedBy(Outcomes.passed(), 200)).isEmpty();
        gap = gap.after(Outcomes.passed(), 200).after(FAILED, 300);
        assertThat(gap.lasting(350)).contains(Duration.ofNanos(150));
        gap = gap.after(FAILED, 400);
        assertThat(gap.endedBy(FAILED, 500)).isEmpty();
        assertThat(gap.endedBy(Outcomes.passed(), 500)).contains(Duration.ofNanos(300));
        assertThat(gap.after(Outcomes.passed(), 500).lasting(600)).isEmpty();
    }

    @Test
    void isNotKnownBeforeTheFirstGoodAnswer() {
        ServiceGap gap = ServiceGap.NONE.after(FAILED, 100);
        assertThat(gap.lasting(200)).isEmpty();
        assertThat(gap.endedBy(Outcomes.passed(), 200)).isEmpty();
    }

    @Test
    void slownessAndTheAgentsOwnFaultsAreNone() {
        ServiceGap gap = ServiceGap.NONE
                .after(Outcomes.passed(), 100)
                .after(OVERDUE, 200)
                .after(Outcomes.failed(Reason.AGENT_ERROR), 300);
        assertThat(gap.lasting(400)).isEmpty();
        assertThat(gap.after(FAILED, 400)
                        .after(Outcomes.failed(Reason.AGENT_ERROR), 500)
                        .endedBy(LATE, 600))
                .contains(Duration.ofNanos(500));
    }

    @Test
    void neverLastsLessThanNothing() {
        assertThat(ServiceGap.NONE
                        .after(Outcomes.passed(), 100)
                        .after(FAILED, 110)
                        .lasting(50))
                .contains(Duration.ZERO);
    }

    /** The twin keeps every outcome and looks back. */
    @Test
    void agreesWithALookBackOverEverything() {
        Random random = new Random(7);
        Outcome[] outcomes = {Outcomes.passed(), FAILED, LATE, OVERDUE, Outcomes.failed(Reason.AGENT_ERROR)};
        for (int run = 0; run < 300; run++) {
            ServiceGap gap = ServiceGap.NONE;
            List<Outcome> seen = new ArrayList<>();
            for (int at = 0; at < 12; at++) {
                Outcome outcome = outcomes[random.nextInt(outcomes.length)];
                assertThat(gap.endedBy(outcome, at)).isEqualTo(lookBack(seen, outcome, at));
                gap = gap.after(outcome, at);
                seen.add(outcome);
            }
        }
    }

    private static Optional<Duration> lookBack(List<Outcome> seen, Outcome outcome, int at) {
        OptionalLong lastGood = OptionalLong.empty();
        boolean failed = false;
        for (int i = 0; i < seen.size(); i++) {
            if (isGood(seen.get(i))) {
                lastGood = OptionalLong.of(i);
                failed = false;
            } else if (seen.get(i) == FAILED) {
                failed = true;
            }
        }
        return isGood(outcome) && failed && lastGood.isPresent()
                ? Optional.of(Duration.ofNanos(at - lastGood.getAsLong()))
                : Optional.empty();
    }

    private static boolean isGood(Outcome outcome) {
        return outcome.passed() || outcome == LATE;
    }
}
