package io.vipagent.monitor;

import static io.vipagent.check.Reason.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.check.Cadence;
import io.vipagent.check.Outcomes;
import io.vipagent.check.Role;
import io.vipagent.check.Target;
import io.vipagent.check.Targets;
import io.vipagent.time.HandTicker;
import io.vipagent.verdict.Answer;
import io.vipagent.verdict.Answer.Unhealthy;
import io.vipagent.verdict.Decision.Denied;
import io.vipagent.verdict.Policy;
import io.vipagent.verdict.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Freshness is judged when something is read: whatever hangs, no output repeats an old yes. */
class StalenessTest {
    private static final Answer TOO_OLD = new Unhealthy(STALE, "local: no outcome in time");

    private final Target local = Targets.of("local", Role.LOCAL);
    private final Target backend = Targets.of("cp2", Role.BACKEND);
    private final Duration limit = local.cadence().freshness();
    private final HandTicker ticker = new HandTicker();
    private final Maintenance maintenance = new MaintenanceInMemory();
    private final Recorder recorder = new Recorder();
    private final Board board = new Board(
            new Plan(List.of(local, backend), new Rule(Policy.LOCAL, true)),
            Duration.ZERO,
            ticker,
            maintenance,
            recorder);

    @BeforeEach
    void bothAreUp() {
        for (Target target : List.of(local, local, backend, backend)) {
            board.post(target, Outcomes.passed());
        }
        recorder.takeAll();
    }

    @Test
    void everyAnswerIsGoodUpToTheLimit() {
        ticker.advance(limit);
        View view = board.view();
        assertThat(view.decision().mayHoldVip()).isTrue();
        assertThat(view.service().healthy()).isTrue();
        assertThat(view.target("local").orElseThrow().healthy()).isTrue();
        assertThat(view.stale()).isEmpty();
    }

    @Test
    void everyAnswerIsStaleBeyondIt() {
        ticker.advance(limit.plusNanos(1));
        View view = board.view();
        assertThat(view.decision()).isEqualTo(new Denied(STALE, "local: no outcome in time"));
        assertThat(view.service()).isEqualTo(TOO_OLD);
        assertThat(view.target("local")).contains(TOO_OLD);
        assertThat(view.target("cp2")).contains(new Unhealthy(STALE, "cp2: no outcome in time"));
        assertThat(view.stale()).containsExactly("local", "cp2");
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

        board.post(local, Outcomes.passed());

        assertThat(recorder.takeAll()).containsExactly("probed local passed", "decided denied granted");
        assertThat(board.view().stale()).containsExactly("cp2");
    }

    @Test
    void doesNotSpreadFromTargetsThatHaveNoSay() {
        ticker.advance(limit);
        board.post(local, Outcomes.passed());
        ticker.advance(Duration.ofNanos(1));
        assertThat(board.view().stale()).containsExactly("cp2");
        assertThat(board.view().decision().mayHoldVip()).isTrue();
        assertThat(board.view().service().healthy()).isTrue();
    }

    @Test
    void isJudgedPerTargetByItsOwnCadence() {
        Target slow =
                Targets.of("slow", Role.BACKEND, new Cadence(Duration.ofSeconds(10), Duration.ofSeconds(1), 1, 1));
        Board two = new Board(
                new Plan(List.of(local, slow), new Rule(Policy.LOCAL, true)),
                Duration.ZERO,
                ticker,
                maintenance,
                recorder);
        ticker.advance(limit.plusNanos(1));
        assertThat(two.view().stale()).containsExactly("local");
        ticker.advance(slow.cadence().freshness());
        assertThat(two.view().stale()).containsExactly("local", "slow");
    }

    /** A suspended machine wakes with verdicts of yesterday. */
    @Test
    void coversASuspend() {
        ticker.advance(Duration.ofDays(1));
        assertThat(board.view().service()).isEqualTo(TOO_OLD);
    }
}
