package io.vipagent.agent.monitor;

import static io.vipagent.core.health.Reason.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.DecisionRule;
import io.vipagent.core.health.Health;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcomes;
import io.vipagent.core.health.Phases;
import io.vipagent.core.health.Policy;
import io.vipagent.core.health.Reason;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.Targets;
import io.vipagent.platform.time.HandTicker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Freshness is judged when something is read: whatever hangs, no output repeats an old yes. */
class StalenessTest {
    private static final Health TOO_OLD = new Unhealthy(STALE, "local: no outcome in time");

    private final Target local = Targets.of("local", TargetRole.LOCAL);
    private final Target backend = Targets.of("cp2", TargetRole.BACKEND);
    private final Duration limit = local.schedule().freshness();
    private final HandTicker ticker = new HandTicker();
    private final Maintenance maintenance = new MaintenanceInMemory();
    private final Recorder recorder = new Recorder();
    private final TargetBoard board = new TargetBoard(
            new MonitoringPlan(List.of(local, backend), new DecisionRule(Policy.LOCAL, true)),
            Duration.ZERO,
            ticker,
            maintenance,
            recorder);

    @BeforeEach
    void bothAreUp() {
        for (Target target : List.of(local, local, backend, backend)) {
            board.post(target, Asked.full(ticker.nanos()), Outcomes.passed());
        }
        recorder.takeAll();
    }

    @Test
    void everyAnswerIsGoodUpToTheLimit() {
        ticker.advance(limit);
        HealthSnapshot view = board.view();
        assertThat(view.decision().mayHoldVip()).isTrue();
        assertThat(view.service().healthy()).isTrue();
        assertThat(view.target("local").orElseThrow().healthy()).isTrue();
        assertThat(view.stale()).isEmpty();
    }

    @Test
    void everyAnswerIsStaleBeyondIt() {
        ticker.advance(limit.plusNanos(1));
        HealthSnapshot view = board.view();
        assertThat(view.decision()).isEqualTo(new Denied(STALE, "local: no outcome in time"));
        assertThat(view.service()).isEqualTo(TOO_OLD);
        assertThat(view.target("local")).contains(TOO_OLD);
        assertThat(view.target("cp2")).contains(new Unhealthy(STALE, "cp2: no outcome in time"));
        assertThat(view.stale()).containsExactly("local", "cp2");
    }

    /** It looked, and what it saw is bad: that does not make an old yes good again. */
    @Test
    void aFailedProbeMakesNothingFreshThatWasProvenBefore() {
        ticker.advance(limit.plusNanos(1));
        board.decide();
        board.post(local, Asked.full(0), Outcomes.failed(Reason.CONNECT_REFUSED));
        assertThat(board.view().decision().mayHoldVip()).isFalse();
        board.post(local, Asked.full(0), Outcomes.passed());
        assertThat(board.view().decision().mayHoldVip())
                .as("one pass proves nothing")
                .isFalse();
        board.post(local, Asked.full(0), Outcomes.passed());
        assertThat(board.view().decision().mayHoldVip()).isTrue();
    }

    @Test
    void aPassConfirmsWhatWasProvenBefore() {
        ticker.advance(limit.plusNanos(1));
        board.decide();
        board.post(local, Asked.full(0), Outcomes.passed());
        assertThat(board.view().decision().mayHoldVip()).isTrue();
    }

    /** A starved agent that looks again finds all slow: it never gave up what it had. */
    @Test
    void whatWasGrantedBeforeIsHeldBehindIt() {
        goStale();
        for (Target target : List.of(local, local, local, backend, backend, backend)) {
            ticker.advance(Duration.ofMillis(1));
            board.post(target, Asked.full(ticker.nanos()), new Overdue(Phases.NONE));
        }
        assertThat(board.view().decision()).isEqualTo(new Granted());
        assertThat(recorder.takeAll()).contains("decided denied granted").doesNotContain("decided granted denied");
    }

    /** It was granted; too few failures say nothing yet; that all fail alike is then no reason to let go. */
    @Test
    void whatFailsBehindItWithAllOthersIsHeld() {
        goStale();
        failAll(2);
        assertThat(board.view().decision())
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.reason()).isEqualTo(Reason.STARTING));
        failAll(1);
        assertThat(board.view().decision().label()).isEqualTo("held");
    }

    @Test
    void whatWasHeldBeforeIsHeldBehindIt() {
        failAll(3);
        assertThat(board.view().decision().label()).isEqualTo("held");
        goStale();
        assertThat(board.view().decision().label()).isEqualTo("denied");
        failAll(1);
        assertThat(board.view().decision().label()).isEqualTo("held");
    }

    @Test
    void whatWasDeniedBeforeIsDeniedBehindIt() {
        for (int i = 0; i < 60; i++) {
            ticker.advance(Duration.ofMillis(500));
            board.post(local, Asked.full(ticker.nanos()), Outcomes.failed(Reason.SERVER_ERROR));
            board.post(backend, Asked.full(ticker.nanos()), Outcomes.passed());
        }
        assertThat(board.view().decision().label()).isEqualTo("denied");
        goStale();
        failAll(5);
        assertThat(board.view().decision().label()).isEqualTo("denied");
    }

    private void goStale() {
        ticker.advance(limit.plusNanos(1));
        board.decide();
        assertThat(recorder.takeAll()).isNotEmpty();
    }

    private void failAll(int times) {
        for (int i = 0; i < times; i++) {
            for (Target target : List.of(local, backend)) {
                ticker.advance(Duration.ofMillis(1));
                board.post(target, Asked.full(ticker.nanos()), Outcomes.failed(Reason.SERVER_ERROR));
            }
        }
    }

    /** No loop is left that could say so. */
    @Test
    void isNoticedOnATimerAndToldOnce() {
        ticker.advance(limit.plusNanos(1));
        board.decide();
        board.decide();
        assertThat(recorder.takeAll()).containsExactly("decided granted denied STALE");
    }

    @Test
    void endsWithTheNextOutcome() {
        ticker.advance(limit.plusNanos(1));
        board.decide();
        recorder.takeAll();

        board.post(local, Asked.full(ticker.nanos()), Outcomes.passed());

        assertThat(recorder.takeAll()).containsExactly("probed local passed", "decided denied granted");
        assertThat(board.view().stale()).containsExactly("cp2");
    }

    @Test
    void doesNotSpreadFromTargetsThatHaveNoSay() {
        ticker.advance(limit);
        board.post(local, Asked.full(ticker.nanos()), Outcomes.passed());
        ticker.advance(Duration.ofNanos(1));
        assertThat(board.view().stale()).containsExactly("cp2");
        assertThat(board.view().decision().mayHoldVip()).isTrue();
        assertThat(board.view().service().healthy()).isTrue();
    }

    @Test
    void isJudgedPerTargetByItsOwnCadence() {
        Target slow = Targets.of(
                "slow", TargetRole.BACKEND, new ProbeSchedule(Duration.ofSeconds(10), Duration.ofSeconds(1), 1, 1));
        TargetBoard two = new TargetBoard(
                new MonitoringPlan(List.of(local, slow), new DecisionRule(Policy.LOCAL, true)),
                Duration.ZERO,
                ticker,
                maintenance,
                recorder);
        ticker.advance(limit.plusNanos(1));
        assertThat(two.view().stale()).containsExactly("local");
        ticker.advance(slow.schedule().freshness());
        assertThat(two.view().stale()).containsExactly("local", "slow");
    }

    /** A suspended machine wakes with verdicts of yesterday. */
    @Test
    void coversASuspend() {
        ticker.advance(Duration.ofDays(1));
        assertThat(board.view().service()).isEqualTo(TOO_OLD);
    }
}
