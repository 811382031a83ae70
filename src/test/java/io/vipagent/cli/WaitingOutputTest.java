package io.vipagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.platform.time.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages into a pipe that nobody reads, or somebody slow. */
@Timeout(60)
class WaitingOutputTest {
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void whatIsReadIsWrittenWhole() {
        String text = "0123456789".repeat(2000);
        out(0).print(text);
        assertThat(got.toString(StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @Test
    void itWaitsForAReader() {
        out(20).print("late");
        assertThat(got.toString(StandardCharsets.UTF_8)).isEqualTo("late");
    }

    /** The second text waits for nobody any more. */
    @Test
    void itDropsWhatNobodyReads() {
        PrintStream out = out(Integer.MAX_VALUE);
        out.print("first");
        int asks = asked.get();
        out.print("second");
        assertThat(asked.get()).isEqualTo(asks).isBetween(2, 200);
        assertThat(got.size()).isZero();
    }

    /** Sleep takes no time. */
    private static final class QuickTicker implements Ticker {
        private long nanos;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Instant wall() {
            return Instant.EPOCH;
        }

        @Override
        public void sleepUntil(long until) {
            nanos = until;
        }
    }

    /** Somebody reads after {@code polls} questions. */
    private PrintStream out(int polls) {
        return new PrintStream(
                new WaitingOutput(got, () -> asked.incrementAndGet() > polls, new QuickTicker()),
                true,
                StandardCharsets.UTF_8);
    }
}
