package io.vipagent.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever logs never waits for whoever reads. */
@Timeout(60)
class LogOutputTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** A reader that takes as many writes as it was permitted. */
    private static final class SlowReader extends OutputStream {
        private final Semaphore permitted = new Semaphore(0);
        private final CountDownLatch asked = new CountDownLatch(1);
        private final ByteArrayOutputStream got = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            throw new AssertionError("an entry is written whole");
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            asked.countDown();
            permitted.acquireUninterruptibly();
            got.write(bytes, from, length);
        }
    }

    @Test
    void writesWhatIsFlushedInOrder() throws Exception {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        LogOutput log = new LogOutput(got, 10).start();
        line(log, "one");
        line(log, "two");
        assertThat(log.drain(TIMEOUT)).isTrue();
        assertThat(got.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\n");
        line(log, "three");
        assertThat(log.drain(TIMEOUT)).isTrue();
        assertThat(got.toString(StandardCharsets.UTF_8)).endsWith("two\nthree\n");
        assertThat(log.dropped()).isZero();
    }

    @Test
    void dropsAndCountsWhereNobodyReadsAndSaysSoLater() throws Exception {
        SlowReader reader = new SlowReader();
        LogOutput log = new LogOutput(reader, 4).start();
        line(log, "stuck");
        reader.asked.await();
        for (int i = 0; i < 10; i++) {
            line(log, "line " + i);
        }
        assertThat(log.dropped()).isEqualTo(6);
        assertThat(log.drain(Duration.ofMillis(1)))
                .as("the end does not wait for it")
                .isFalse();
        reader.permitted.release(1000);
        assertThat(log.drain(TIMEOUT)).isTrue();
        assertThat(reader.got.toString(StandardCharsets.UTF_8))
                .startsWith("stuck\n")
                .contains("6 log lines were dropped: whoever reads the log did not keep up\n", "line 3\n")
                .doesNotContain("line 4");
    }

    @Test
    void outlivesAReaderThatIsGone() throws Exception {
        LogOutput log = new LogOutput(
                        new OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                throw new IOException("Broken pipe");
                            }
                        },
                        10)
                .start();
        line(log, "one");
        line(log, "two");
        assertThat(log.drain(TIMEOUT)).isTrue();
        assertThat(log.dropped()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void boundsALineAndAllThatWaits() throws Exception {
        SlowReader reader = new SlowReader();
        LogOutput log = new LogOutput(reader, LogOutput.MAX_ENTRIES).start();
        for (int i = 0; i < LogOutput.MAX_ENTRIES; i++) {
            line(log, "x".repeat(100_000));
        }
        assertThat(log.dropped()).isGreaterThan(LogOutput.MAX_ENTRIES - 200);
        reader.permitted.release(10_000);
        assertThat(log.drain(TIMEOUT)).isTrue();
        assertThat(reader.got.toString(StandardCharsets.UTF_8).lines())
                .allMatch(line -> line.length() < LogOutput.MAX_ENTRY_BYTES);
    }

    private static void line(LogOutput log, String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        log.write(bytes, 0, bytes.length);
        log.flush();
    }
}
