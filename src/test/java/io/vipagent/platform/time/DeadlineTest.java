package io.vipagent.platform.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is left until a moment on the monotonic clock. */
class DeadlineTest {
    private final HandTicker ticker = new HandTicker(5_000);

    @Test
    void countsFromNow() {
        assertThat(Deadline.in(ticker, Duration.ofNanos(77)).atNanos()).isEqualTo(5_077);
    }

    @Test
    void hasLessAndLessLeftButNeverLessThanNothing() {
        Deadline deadline = Deadline.in(ticker, Duration.ofNanos(10));
        assertThat(deadline.nanosLeft()).isEqualTo(10);

        ticker.advance(Duration.ofNanos(9));
        assertThat(deadline.nanosLeft()).isEqualTo(1);

        ticker.advance(Duration.ofHours(1));
        assertThat(deadline.nanosLeft()).isZero();
    }

    @Test
    void survivesAReadingThatOverflows() {
        HandTicker nearTheEnd = new HandTicker(Long.MAX_VALUE - 10);
        Deadline deadline = Deadline.in(nearTheEnd, Duration.ofNanos(30));
        assertThat(deadline.nanosLeft()).isEqualTo(30);

        nearTheEnd.advance(Duration.ofNanos(29));
        assertThat(deadline.nanosLeft()).isEqualTo(1);
    }

    /** A socket takes 0 forever, and must not be told to wait less than there is. */
    @Test
    void givesSocketsWholeMillisecondsRoundedUp() throws SocketTimeoutException {
        assertThat(Deadline.in(ticker, Duration.ofNanos(1)).millisLeft()).isEqualTo(1);
        assertThat(Deadline.in(ticker, Duration.ofMillis(3)).millisLeft()).isEqualTo(3);
        assertThat(Deadline.in(ticker, Duration.ofNanos(3_000_001)).millisLeft())
                .isEqualTo(4);
        assertThat(Deadline.in(ticker, Duration.ofDays(365)).millisLeft()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void ofCenturiesIsOneThatNeverComes() {
        Deadline deadline = Deadline.in(ticker, Duration.ofHours(999_999_999));
        assertThat(deadline.nanosLeft()).isGreaterThan(Duration.ofDays(365).toNanos());
    }

    @Test
    void timesOutWhereNothingIsLeft() {
        Deadline deadline = Deadline.in(ticker, Duration.ofMillis(1));
        ticker.advance(Duration.ofMillis(1));
        assertThatThrownBy(deadline::millisLeft).isInstanceOf(SocketTimeoutException.class);
    }
}
