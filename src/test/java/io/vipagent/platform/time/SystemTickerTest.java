package io.vipagent.platform.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The real clocks. */
class SystemTickerTest {
    private final SystemTicker ticker = new SystemTicker();

    @Test
    void sleepsNoShorterThanAsked() throws InterruptedException {
        long until = ticker.nanos() + Duration.ofMillis(20).toNanos();
        ticker.sleepUntil(until);
        assertThat(ticker.nanos()).isGreaterThanOrEqualTo(until);
    }

    @Test
    void doesNotSleepUntilAMomentThatHasPassed() throws InterruptedException {
        ticker.sleepUntil(ticker.nanos() - Duration.ofHours(1).toNanos());
    }

    /** A loop that spins until its tick would take a whole core. */
    @Test
    void burnsNothingWhileItSleeps() throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        ticker.sleepUntil(ticker.nanos() + Duration.ofMillis(500).toNanos());
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before)).isLessThan(Duration.ofMillis(250));
    }

    @Test
    void tellsTheTimeOfDay() {
        assertThat(ticker.wall()).isCloseTo(Instant.now(), within(1, ChronoUnit.HOURS));
    }

    @Test
    void endsItsSleepWhenInterrupted() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread sleeper = Thread.ofVirtual().start(() -> {
            try {
                ticker.sleepUntil(ticker.nanos() + Duration.ofDays(1).toNanos());
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        sleeper.interrupt();
        assertThat(interrupted.get(1, TimeUnit.MINUTES)).isTrue();
    }
}
