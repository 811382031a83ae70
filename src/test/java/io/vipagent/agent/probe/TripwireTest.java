package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.probe.HttpConnection.Ending;
import org.junit.jupiter.api.Test;

class TripwireTest {
    private static final long INTERVAL = Tripwire.MIN_CONFIRM_INTERVAL.toNanos();
    private static final long DELAY = Tripwire.RETRY_DELAY.toNanos();

    private final Tripwire tripwire = new Tripwire(0);

    @Test
    void aCloseIsConfirmedAtOnceAndNotAgainBeforeTheIntervalIsOver() {
        assertThat(tripwire.closed(0, false)).isTrue();
        assertThat(tripwire.closed(INTERVAL - 1, false)).isFalse();
        assertThat(tripwire.closed(INTERVAL, false)).isTrue();
    }

    @Test
    void aFreshQuestionThatIsUnderWayConfirmsAsWellAndCostsNoInterval() {
        assertThat(tripwire.closed(0, true)).isFalse();
        assertThat(tripwire.isConclusive(Ending.REFUSED)).isTrue();
        assertThat(tripwire.closed(1, false)).isTrue();
    }

    @Test
    void aRefusalIsConclusiveBehindACloseAlone() {
        assertThat(tripwire.isConclusive(Ending.REFUSED)).isFalse();
        tripwire.closed(0, false);
        assertThat(tripwire.isConclusive(Ending.REFUSED)).isTrue();
        assertThat(tripwire.isConclusive(Ending.CLOSED)).isFalse();
        assertThat(tripwire.isConclusive(Ending.OTHER)).isFalse();
        tripwire.answered();
        assertThat(tripwire.isConclusive(Ending.REFUSED)).isFalse();
    }

    @Test
    void aFreshConnectionThatIsResetIsTriedAgainAMomentLater() {
        tripwire.closed(0, false);
        assertThat(tripwire.dueIn(0)).isEqualTo(Long.MAX_VALUE);
        tripwire.freshEnded(10, Ending.CLOSED);
        assertThat(tripwire.dueIn(10)).isEqualTo(DELAY);
        assertThat(tripwire.takesRetry(10 + DELAY - 1)).isFalse();
        assertThat(tripwire.takesRetry(10 + DELAY)).isTrue();
        assertThat(tripwire.takesRetry(10 + DELAY)).as("once").isFalse();
    }

    /** A server that resets each connection is asked at its interval, and not every few milliseconds. */
    @Test
    void itIsTriedAgainAFewTimesAndThenNotUntilItHasAnswered() {
        tripwire.closed(0, false);
        for (int i = 0; i < Tripwire.MAX_RETRIES; i++) {
            tripwire.freshEnded(0, Ending.CLOSED);
            assertThat(tripwire.takesRetry(DELAY)).isTrue();
        }
        tripwire.freshEnded(0, Ending.CLOSED);
        assertThat(tripwire.dueIn(0)).isEqualTo(Long.MAX_VALUE);
        tripwire.answered();
        tripwire.closed(0, false);
        tripwire.freshEnded(0, Ending.CLOSED);
        assertThat(tripwire.dueIn(0)).isEqualTo(DELAY);
    }

    @Test
    void nothingIsTriedAgainWhereNoKeptConnectionWasClosed() {
        tripwire.freshEnded(0, Ending.CLOSED);
        assertThat(tripwire.dueIn(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aRefusalNeedsNoSecondTry() {
        tripwire.closed(0, false);
        tripwire.freshEnded(0, Ending.REFUSED);
        assertThat(tripwire.dueIn(0)).isEqualTo(Long.MAX_VALUE);
    }
}
