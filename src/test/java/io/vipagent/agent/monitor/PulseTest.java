package io.vipagent.agent.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.DecisionRule;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcomes;
import io.vipagent.core.health.Phases;
import io.vipagent.core.health.Policy;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.Targets;
import io.vipagent.platform.time.HandTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A pause of the process ages nothing that it knows; a loop that hangs while the process runs does. */
class PulseTest {
    private final HandTicker ticker = new HandTicker();
    private final Pulse pulse = new Pulse(ticker);
    private final Target local = Targets.of("local", TargetRole.LOCAL);
    private final TargetBoard board = new TargetBoard(
            new MonitoringPlan(List.of(local), new DecisionRule(Policy.LOCAL, true)),
            Duration.ZERO,
            ticker,
            new MaintenanceInMemory(),
            new Recorder(),
            pulse,
            Decision.undecided());

    @Test
    void countsWhatIsLongerThanABeatMayBeLate() {
        long begin = ticker.nanos();
        beats(10);
        ticker.advance(Pulse.MAX_GAP);
        pulse.beat();
        assertThat(pulse.pausedSince(begin)).isZero();
        ticker.advance(Duration.ofSeconds(3));
        assertThat(pulse.pausedSince(begin))
                .as("whoever asks first notices it")
                .isEqualTo(Duration.ofSeconds(3).minus(Pulse.INTERVAL).toNanos());
        long after = ticker.nanos();
        assertThat(pulse.pausedSince(after - Duration.ofSeconds(1).toNanos()))
                .isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(pulse.pausedSince(after)).isZero();
    }

    @Test
    void aPauseMakesNothingStale() {
        pass();
        ticker.advance(Duration.ofSeconds(6));
        board.decide();
        assertThat(board.view().decision()).isEqualTo(new Granted());
        assertThat(board.view().stale()).isEmpty();
    }

    @Test
    void aLoopThatHangsWhileTheProcessRunsIsStale() {
        pass();
        beats(60);
        board.decide();
        assertThat(board.view().stale()).containsExactly("local");
        assertThat(board.view().decision().mayHoldVip()).isFalse();
    }

    @Test
    void whatWasNotHeardDuringAPauseIsNoNews() {
        pass();
        long asked = ticker.nanos();
        ticker.advance(Duration.ofSeconds(6));
        for (int i = 0; i < 5; i++) {
            board.post(local, Asked.full(asked), new Overdue(Phases.NONE));
        }
        assertThat(board.snapshot("local").history().troubleNanos()).isEmpty();
        board.post(local, Asked.full(ticker.nanos()), new Overdue(Phases.NONE));
        assertThat(board.snapshot("local").history().troubleNanos()).isPresent();
    }

    @Test
    void saysWhenTargetsAreToBeCompared() {
        List<Boolean> heard = new ArrayList<>();
        board.onComparing(heard::add);
        pass();
        board.post(local, Asked.full(ticker.nanos()), new Overdue(Phases.NONE));
        board.post(local, Asked.full(ticker.nanos()), new Overdue(Phases.NONE));
        pass();
        board.post(local, Asked.full(ticker.nanos()), new Overdue(Phases.NONE));
        beats((int) TargetBoard.COMPARISON.dividedBy(Pulse.INTERVAL));
        board.decide();
        assertThat(heard).containsExactly(false, true, false, true, false);
    }

    /** Once nothing was wrong for a while, and until something is. */
    @Test
    void saysWhenTargetsMayRest() {
        List<Boolean> heard = new ArrayList<>();
        board.onComparing(new Comparing() {
            @Override
            public void compare(boolean now) {}

            @Override
            public void rest(boolean now) {
                heard.add(now);
            }
        });
        pass();
        board.post(local, Asked.full(ticker.nanos()), new Overdue(Phases.NONE));
        pass();
        assertThat(heard).containsExactly(false, true, false);
        for (int i = 0; i < 17; i++) {
            pass();
        }
        assertThat(heard).containsExactly(false, true, false, true);
        board.drain("work");
        assertThat(heard).as("an operator's word is no trouble").hasSize(4);
    }

    private void pass() {
        for (int i = 0; i < 3; i++) {
            beats(1);
            board.post(local, Asked.full(ticker.nanos()), Outcomes.passed());
        }
    }

    private void beats(int count) {
        for (int i = 0; i < count; i++) {
            ticker.advance(Pulse.INTERVAL);
            pulse.beat();
        }
    }
}
