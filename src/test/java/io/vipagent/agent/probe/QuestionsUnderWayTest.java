package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Question;
import io.vipagent.core.target.Target;
import io.vipagent.platform.time.HandTicker;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuestionsUnderWayTest {
    private static final long SECOND = 1_000_000_000;
    private static final long QUICK = OpenQuestion.MAX_QUICK.toNanos();

    private final HandTicker ticker = new HandTicker(0);
    private final Target target = ProbeTargets.at("https://127.0.0.1:6443/readyz", Path.of("."))
            .within(Duration.ofSeconds(1))
            .target();
    private final long patience = target.schedule().patience().toNanos();
    private final QuestionsUnderWay underWay = new QuestionsUnderWay(0);

    @Test
    void findsAQuestionByItsConnectionOnce() {
        OpenQuestion first = ask(Asked.full(0));
        OpenQuestion second = ask(Asked.full(1));
        assertThat(underWay.take(second.connection)).contains(second);
        assertThat(underWay.take(second.connection)).isEmpty();
        assertThat(underWay.snapshot()).containsExactly(first);
    }

    @Test
    void givesUpTheSecondOldestWhereTooManyWait() {
        OpenQuestion oldest = ask(Asked.full(0));
        OpenQuestion second = ask(Asked.full(1));
        for (int i = 2; i < QuestionsUnderWay.MAX_WAITING; i++) {
            assertThat(underWay.excess()).isEmpty();
            ask(Asked.full(i));
        }
        assertThat(underWay.excess()).contains(second);
        underWay.remove(second);
        assertThat(underWay.excess()).isEmpty();
        assertThat(underWay.contains(oldest)).isTrue();
    }

    @Test
    void tellsThoseThatMayBeInTimeFromThoseThatAreOverdue() {
        assertThat(underWay.allOverdue()).as("there is none").isTrue();
        assertThat(underWay.hasOverdue()).isFalse();
        OpenQuestion kept = ask(Asked.full(0));
        assertThat(underWay.allOverdue()).isFalse();
        assertThat(underWay.hasFreshInTime()).isFalse();
        kept.overdue = true;
        assertThat(underWay.allOverdue()).isTrue();
        OpenQuestion fresh = ask(new Asked(Question.FULL, 1, true));
        assertThat(underWay.allOverdue()).isFalse();
        assertThat(underWay.hasOverdue()).isTrue();
        assertThat(underWay.hasFreshInTime()).isTrue();
        fresh.overdue = true;
        assertThat(underWay.hasFreshInTime()).isFalse();
    }

    @Test
    void aLaterAnswerOvertakesASilenceOfItsKind() {
        OpenQuestion full = ask(Asked.full(1));
        OpenQuestion ping = ask(Asked.ping(2));
        assertThat(underWay.isOvertaken(full)).isFalse();
        underWay.answered(ask(Asked.ping(3)));
        assertThat(underWay.isOvertaken(ping)).isTrue();
        assertThat(underWay.isOvertaken(full)).as("a ping says less").isFalse();
        underWay.answered(ask(Asked.full(4)));
        assertThat(underWay.isOvertaken(full)).isTrue();
    }

    @Test
    void anAnswerToAnEarlierQuestionOvertakesNothingAndTakesNothingBack() {
        OpenQuestion waiting = ask(Asked.full(5));
        underWay.answered(ask(Asked.full(4)));
        assertThat(underWay.isOvertaken(waiting)).isFalse();
        underWay.answered(ask(Asked.full(6)));
        underWay.answered(ask(Asked.full(3)));
        assertThat(underWay.isOvertaken(waiting)).isTrue();
    }

    @Test
    void isDueWhereAQuestionStartsToWaitIsLateOrFallsSilent() {
        assertThat(underWay.dueIn(0)).isEqualTo(Long.MAX_VALUE);
        OpenQuestion open = ask(Asked.full(0));
        assertThat(underWay.dueIn(0)).isEqualTo(QUICK);
        assertThat(open.startsToWait(QUICK - 1)).isFalse();
        assertThat(open.startsToWait(QUICK)).isTrue();
        open.waits = true;
        assertThat(open.startsToWait(QUICK)).as("told once").isFalse();
        assertThat(underWay.dueIn(QUICK)).isEqualTo(SECOND - QUICK);
        assertThat(open.isInTime(SECOND)).isTrue();
        assertThat(open.isLate(SECOND)).isTrue();
        assertThat(open.isInTime(SECOND + 1)).isFalse();
        open.overdue = true;
        assertThat(open.isInTime(SECOND)).as("it was told otherwise").isFalse();
        assertThat(underWay.dueIn(SECOND)).isEqualTo(patience - SECOND);
        assertThat(open.isSilent(patience - 1)).isFalse();
        assertThat(open.isSilent(patience)).isTrue();
        assertThat(underWay.dueIn(patience + 1)).as("at once").isZero();
    }

    @Test
    void isDueWhereTheFirstOfThemIsOrItsConnection() {
        ask(Asked.full(QUICK));
        OpenQuestion other = ask(Asked.full(2 * QUICK));
        assertThat(underWay.dueIn(2 * QUICK)).isZero();
        other.connectionIsDue = true;
        other.connectionDueAt = QUICK + 5;
        assertThat(underWay.dueIn(QUICK)).isEqualTo(5);
    }

    /** One that is overdue keeps what it had waited: its patience counts. The others begin again. */
    @Test
    void givesTheTimeBackInWhichThisProcessDidNotRun() {
        OpenQuestion overdue = ask(Asked.full(0));
        overdue.overdue = true;
        OpenQuestion waiting = ask(Asked.full(SECOND));
        underWay.paused(31 * SECOND, 30 * SECOND);
        assertThat(overdue.began).isEqualTo(30 * SECOND);
        assertThat(waiting.began).isEqualTo(31 * SECOND);
    }

    @Test
    void endsAllWithTheirConnections() {
        OpenQuestion open = ask(Asked.full(0));
        underWay.abort();
        assertThat(underWay.isEmpty()).isTrue();
        assertThat(((ScriptedConnection) open.connection).state).isEqualTo("aborted");
    }

    private OpenQuestion ask(Asked asked) {
        OpenQuestion open = new OpenQuestion(
                target,
                asked,
                asked.fresh(),
                new Stopwatch(ticker),
                new ScriptedConnection(0, ClientHello.LEAN, ScriptedConnection.NOBODY, ticker, line -> {}));
        underWay.add(open);
        return open;
    }
}
