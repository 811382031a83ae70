package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Outcome.Proof;
import io.vipagent.core.health.ProbeHistory.Newest;
import io.vipagent.core.health.ProbeHistory.Result;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.Targets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is kept of the newest questions, to each edge of time. */
class ProbeHistoryTest {
    private static final Outcome OVERDUE = new Overdue(Phases.NONE);
    private static final Outcome LATE = new Late(200, Phases.NONE, Optional.empty());
    private static final Failed WRONG = Outcomes.failed(Reason.SERVER_ERROR);
    private static final Failed SILENT = WRONG.proving(Proof.SILENCE);

    private static Outcome passedAfter(long nanos) {
        return new Passed(200, Phases.of(Map.of(Phase.TOTAL, nanos)), Optional.empty());
    }

    @Test
    void beginsWithNothing() {
        assertThat(ProbeHistory.NONE.passes()).isFalse();
        assertThat(ProbeHistory.NONE.heardSince(Long.MIN_VALUE)).isFalse();
        assertThat(ProbeHistory.NONE.stillFails(0)).isFalse();
        assertThat(ProbeHistory.NONE.steadyPasses(0)).isZero();
        assertThat(ProbeHistory.NONE.newest(Question.FULL, 1)).isEmpty();
        assertThat(ProbeHistory.NONE.medianNanos()).isEmpty();
        assertThat(ProbeHistory.NONE.spreadNanos()).isEmpty();
    }

    @Test
    void remembersWhenTroubleFailureBlemishAndAnswersWere() {
        ProbeHistory history = ProbeHistory.NONE
                .next(Asked.full(10), OVERDUE, 20, false)
                .next(Asked.ping(30), WRONG, 31, false)
                .next(Asked.full(40), WRONG, 41, false)
                .next(Asked.ping(50), Outcomes.passed(), 51, false);
        assertThat(history.troubleNanos()).hasValue(10);
        assertThat(history.failureNanos()).hasValue(31);
        assertThat(history.blemishNanos()).hasValue(41);
        assertThat(history.answerNanos()).hasValue(51);
        assertThat(history.fullAnswerNanos()).hasValue(41);
        ProbeHistory well = history.next(Asked.full(60), Outcomes.passed(), 61, true);
        assertThat(well.troubleNanos()).isEmpty();
        assertThat(well.failureNanos()).isEmpty();
        assertThat(well.blemishNanos()).hasValue(41);
        assertThat(well.fullAnswerNanos()).hasValue(61);
    }

    /** A full answer that took as long as the difference that counts, and as many times as long as they do here. */
    @Test
    void aSluggishFullAnswerIsABlemish() {
        long clear = ProbeHistory.CLEAR_DIFFERENCE.toNanos();
        ProbeHistory usual = ProbeHistory.NONE.next(Asked.full(1), passedAfter(clear * 6 / 10), 2, true);
        assertThat(usual.blemishNanos()).isEmpty();
        assertThat(usual.next(Asked.full(3), passedAfter(clear * 12 / 10 - 1), 4, true)
                        .blemishNanos())
                .isEmpty();
        assertThat(usual.next(Asked.full(3), passedAfter(clear * 12 / 10), 4, true)
                        .blemishNanos())
                .hasValue(4);
        assertThat(usual.next(Asked.ping(3), passedAfter(clear * 12 / 10), 4, true)
                        .blemishNanos())
                .isEmpty();
        ProbeHistory quick = ProbeHistory.NONE.next(Asked.full(1), passedAfter(clear / 4), 2, true);
        assertThat(quick.next(Asked.full(3), passedAfter(clear - 1), 4, true).blemishNanos())
                .isEmpty();
        assertThat(quick.next(Asked.full(3), passedAfter(clear), 4, true).blemishNanos())
                .hasValue(4);
        assertThat(ProbeHistory.NONE
                        .next(Asked.full(1), passedAfter(clear), 2, true)
                        .blemishNanos())
                .as("nothing to compare it with")
                .isEmpty();
    }

    @Test
    void isCalmAWhileAfterTheLastBlemishWhereNothingTakesLong() {
        long calm = ProbeHistory.CALM.toNanos();
        long clear = ProbeHistory.CLEAR_DIFFERENCE.toNanos();
        assertThat(ProbeHistory.NONE.calm(calm)).isFalse();
        assertThat(ProbeHistory.NONE
                        .next(Asked.ping(1), passedAfter(clear - 1), 2, true)
                        .calm(3))
                .isTrue();
        assertThat(ProbeHistory.NONE
                        .next(Asked.ping(1), passedAfter(clear), 2, true)
                        .calm(3))
                .isFalse();
        long quick = ProbeHistory.QUICK.toNanos();
        ProbeHistory slow = ProbeHistory.NONE.next(Asked.ping(1), passedAfter(clear), 2, true);
        assertThat(slow.calm(quick)).isFalse();
        assertThat(slow.calm(1 + quick)).as("long ago").isTrue();
        ProbeHistory failed = ProbeHistory.NONE.next(Asked.full(40), WRONG, 41, false);
        assertThat(failed.calm(41 + calm)).as("still in trouble").isFalse();
        ProbeHistory well = failed.next(Asked.full(60), Outcomes.passed(), 61, true);
        assertThat(well.calm(41 + calm - 1)).isFalse();
        assertThat(well.calm(41 + calm)).isTrue();
    }

    @Test
    void silenceIsNoAnswerAndNoWrongOne() {
        ProbeHistory history =
                ProbeHistory.NONE.next(Asked.full(10), SILENT, 20, false).next(Asked.full(11), OVERDUE, 21, false);
        assertThat(history.answerNanos()).isEmpty();
        assertThat(history.fullAnswerNanos()).isEmpty();
        assertThat(history.failureNanos()).isEmpty();
        assertThat(history.blemishNanos()).hasValue(21);
        assertThat(history.next(Asked.full(12), LATE, 22, false).answerNanos()).hasValue(22);
    }

    @Test
    void believesSilenceOnlyWhereNothingWasHeardSinceTheQuestion() {
        ProbeHistory heard = ProbeHistory.NONE
                .next(Asked.full(10), Outcomes.passed(), 20, true)
                .next(Asked.ping(25), Outcomes.passed(), 30, false);
        assertThat(ProbeHistory.NONE.believes(Asked.full(1), SILENT)).isTrue();
        assertThat(heard.believes(Asked.full(20), SILENT)).isFalse();
        assertThat(heard.believes(Asked.full(21), SILENT)).isTrue();
        assertThat(heard.believes(Asked.ping(30), SILENT)).isFalse();
        assertThat(heard.believes(Asked.ping(31), SILENT)).isTrue();
        assertThat(heard.believes(Asked.full(1), WRONG)).isTrue();
        assertThat(heard.believes(Asked.full(1), OVERDUE)).isTrue();
    }

    @Test
    void aQuestionThatWasOverdueIsThereOnce() {
        ProbeHistory history = ProbeHistory.NONE
                .next(Asked.full(10), OVERDUE, 20, false)
                .next(Asked.ping(10), OVERDUE, 20, false)
                .next(Asked.full(10), LATE, 25, false);
        assertThat(history.samples())
                .extracting(ProbeHistory.Sample::result)
                .containsExactly(Result.OVERDUE, Result.LATE);
        assertThat(history.samples())
                .extracting(ProbeHistory.Sample::latencyNanos)
                .containsExactly(10L, 15L);
        // Twice the same that was not overdue is two samples.
        assertThat(history.next(Asked.full(10), WRONG, 30, false).samples()).hasSize(3);
    }

    @Test
    void takesTheMeasuredLatencyWhereThereIsOne() {
        assertThat(ProbeHistory.NONE
                        .next(Asked.full(10), passedAfter(7), 100, true)
                        .samples())
                .extracting(ProbeHistory.Sample::latencyNanos, ProbeHistory.Sample::result)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(7L, Result.PASSED));
        assertThat(ProbeHistory.NONE.next(Asked.full(10), WRONG, 100, false).samples())
                .extracting(ProbeHistory.Sample::latencyNanos, ProbeHistory.Sample::result)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(90L, Result.FAILED));
    }

    /** Compared with others, which are asked over a connection that is kept, it is no slower for that. */
    @Test
    void takesNoTimeOfConnectingForTheAnswers() {
        Phases phases = Phases.of(Map.of(
                Phase.RESOLVE, 1L, Phase.CONNECT, 20L, Phase.TLS, 300L, Phase.FIRST_BYTE, 4000L, Phase.TOTAL, 54_321L));
        for (Outcome answered :
                List.of(new Passed(200, phases, Optional.empty()), new Late(200, phases, Optional.empty()))) {
            assertThat(ProbeHistory.NONE
                            .next(Asked.full(10), answered, 100, true)
                            .samples())
                    .extracting(ProbeHistory.Sample::latencyNanos)
                    .containsExactly(54_000L);
        }
    }

    @Test
    void keepsTheNewestAlone() {
        ProbeHistory history = ProbeHistory.NONE;
        for (int nanos = 0; nanos <= ProbeHistory.MAX_SAMPLES; nanos++) {
            history = history.next(Asked.full(nanos), Outcomes.passed(), nanos, true);
        }
        assertThat(history.samples()).hasSize(ProbeHistory.MAX_SAMPLES);
        assertThat(history.samples().getFirst().asked().nanos()).isEqualTo(1);
        assertThat(history.samples().getLast().asked().nanos()).isEqualTo(ProbeHistory.MAX_SAMPLES);
    }

    /** Between two full questions at rest there may be a minute of pings. */
    @Test
    void forgetsNoFullQuestionForThePingsBehindIt() {
        ProbeHistory history = ProbeHistory.NONE
                .next(Asked.full(1), Outcomes.passed(), 2, true)
                .next(Asked.full(3), WRONG, 4, false);
        for (int nanos = 5; nanos < 5 + 3 * ProbeHistory.MAX_SAMPLES; nanos++) {
            history = history.next(Asked.ping(nanos), Outcomes.passed(), nanos, false);
        }
        assertThat(history.samples()).hasSize(2 + ProbeHistory.MAX_SAMPLES);
        assertThat(history.stillFails(3)).isTrue();
        assertThat(history.newest(Question.PING, 1).orElseThrow().beginNanos())
                .isEqualTo(4 + 3 * ProbeHistory.MAX_SAMPLES);
        ProbeHistory healed = history.next(Asked.full(200), Outcomes.passed(), 201, true)
                .next(Asked.full(202), Outcomes.passed(), 203, true);
        assertThat(healed.steadyPasses(200)).isEqualTo(2);
    }

    @Test
    void countsSteadyPassesBackToTheFirstThatDidNot() {
        ProbeHistory history = ProbeHistory.NONE
                .next(Asked.full(1), Outcomes.passed(), 2, true)
                .next(Asked.full(3), OVERDUE, 4, true)
                .next(Asked.full(5), Outcomes.passed(), 6, true)
                .next(Asked.ping(7), Outcomes.passed(), 8, true)
                .next(Asked.full(9), Outcomes.passed(), 10, true);
        assertThat(history.passes()).isTrue();
        assertThat(history.steadyPasses(0)).isEqualTo(2);
        assertThat(history.steadyPasses(5)).isEqualTo(2);
        assertThat(history.steadyPasses(6)).isEqualTo(1);
        assertThat(history.steadyPasses(10)).isZero();
        ProbeHistory broken = history.next(Asked.ping(11), LATE, 12, true);
        assertThat(broken.passes()).isFalse();
        assertThat(broken.steadyPasses(0)).isZero();
    }

    @Test
    void tellsWhetherTheNewestFullQuestionStillFails() {
        ProbeHistory failing =
                ProbeHistory.NONE.next(Asked.full(5), WRONG, 6, false).next(Asked.ping(7), Outcomes.passed(), 8, false);
        assertThat(failing.stillFails(5)).isTrue();
        assertThat(failing.stillFails(6)).isFalse();
        assertThat(failing.next(Asked.full(9), Outcomes.passed(), 10, false).stillFails(5))
                .isFalse();
    }

    @Test
    void wasHeardAfterAMomentNotAtIt() {
        ProbeHistory history = ProbeHistory.NONE.next(Asked.ping(5), LATE, 9, false);
        assertThat(history.heardSince(8)).isTrue();
        assertThat(history.heardSince(9)).isFalse();
    }

    @Test
    void givesTheNewestOfOneKindThatDidNotFailInOrderOfLatency() {
        ProbeHistory history = ProbeHistory.NONE
                .next(Asked.full(1), passedAfter(50), 1, true)
                .next(Asked.full(2), passedAfter(30), 2, true)
                .next(Asked.ping(3), passedAfter(1), 3, true)
                .next(Asked.full(4), WRONG, 5, true)
                .next(Asked.full(6), passedAfter(40), 6, true);
        assertThat(history.newest(Question.FULL, 2)).contains(new Newest(2, List.of(30L, 40L)));
        assertThat(history.newest(Question.FULL, 3)).contains(new Newest(1, List.of(30L, 40L, 50L)));
        assertThat(history.newest(Question.FULL, 4)).isEmpty();
        assertThat(history.newest(Question.PING, 1)).contains(new Newest(3, List.of(1L)));
    }

    @Test
    void medianAndSpreadAreOfFullQuestionsThatDidNotFail() {
        ProbeHistory history = ProbeHistory.NONE.next(Asked.ping(1), passedAfter(99), 1, true);
        for (long latency : new long[] {50, 10, 40, 20, 30}) {
            history = history.next(Asked.full(latency), passedAfter(latency), latency, true);
        }
        history = history.next(Asked.full(60), WRONG, 1000, false);
        assertThat(history.medianNanos()).isEqualTo(OptionalLong.of(30));
        assertThat(history.spreadNanos()).isEqualTo(OptionalLong.of(20));
    }

    /** A starved thread hears an answer late and holds that against nobody; but the answer is no clean one either. */
    @Test
    void aPassThatTookLongerThanTheTimeoutIsABlemish() {
        Target target = Targets.of("cp2", TargetRole.BACKEND);
        long timeout = target.schedule().timeout().toNanos();
        TargetSnapshot fresh = TargetSnapshot.unknown(target, 0, Instant.EPOCH);
        assertThat(fresh.after(Asked.full(1), passedAfter(timeout), timeout, Instant.EPOCH)
                        .history()
                        .blemishNanos())
                .isEmpty();
        ProbeHistory overran = fresh.after(Asked.full(1), passedAfter(timeout + 1), timeout + 1, Instant.EPOCH)
                .history();
        assertThat(overran.blemishNanos()).hasValue(timeout + 1);
        assertThat(overran.samples()).hasSize(1);
        assertThat(overran.passes()).isTrue();
        assertThat(overran.heardSince(0)).isTrue();
    }
}
