package io.vipagent.platform.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The clock that other tests lean on. */
class HandTickerTest {
    private final HandTicker ticker = new HandTicker(100);

    @Test
    void standsStillUntilItIsMoved() {
        Instant before = ticker.wall();
        assertThat(ticker.nanos()).isEqualTo(100);

        ticker.advance(Duration.ofNanos(23));

        assertThat(ticker.nanos()).isEqualTo(123);
        assertThat(ticker.wall()).isEqualTo(before.plusNanos(23));
    }

    @Test
    void wakesThoseWhoseTimeHasCome() throws InterruptedException {
        AtomicLong wokenAt = new AtomicLong();
        Thread sleeper = Thread.ofVirtual().start(() -> sleep(110, wokenAt));
        ticker.awaitSleepers(1);
        assertThat(ticker.nextWake()).isEqualTo(110);

        ticker.advance(Duration.ofNanos(9));
        ticker.awaitSleepers(1);
        assertThat(wokenAt).hasValue(0);

        ticker.advance(Duration.ofNanos(1));
        ticker.awaitSleepers(0);
        assertThat(sleeper.join(Duration.ofMinutes(1))).isTrue();
        assertThat(wokenAt).hasValue(110);
    }

    @Test
    void doesNotSleepUntilAMomentThatHasPassed() throws InterruptedException {
        ticker.sleepUntil(100);
        ticker.sleepUntil(-5);
        ticker.awaitSleepers(0);
    }

    @Test
    void letsASleeperBeInterrupted() throws InterruptedException {
        AtomicLong wokenAt = new AtomicLong();
        Thread sleeper = Thread.ofVirtual().start(() -> sleep(110, wokenAt));
        ticker.awaitSleepers(1);

        sleeper.interrupt();

        assertThat(sleeper.join(Duration.ofMinutes(1))).isTrue();
        assertThat(wokenAt).hasValue(-1);
        ticker.awaitSleepers(0);
    }

    private void sleep(long until, AtomicLong wokenAt) {
        try {
            ticker.sleepUntil(until);
            wokenAt.set(ticker.nanos());
        } catch (InterruptedException e) {
            wokenAt.set(-1);
        }
    }
}
