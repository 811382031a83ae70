package io.vipagent.agent.keepalived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.config.KeepalivedSettings.OnStop;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.Reason;
import io.vipagent.platform.time.HandTicker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The track file on a disk that hangs. The disk is missing, and whoever hears of that does not come back: the writer's
 * thread hangs as it does in a system call.
 */
@Timeout(60)
class TrackFileWriterTest {
    private static final Decision UNKNOWN = Decision.undecided();
    private static final Decision GRANTED = new Granted();
    private static final Decision DENIED = new Denied(Reason.NETWORK, "");

    private final HandTicker ticker = new HandTicker();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);

    @TempDir
    private Path directory;

    private Path disk;
    private Path file;

    @BeforeEach
    void place() {
        disk = directory.resolve("disk");
        file = disk.resolve("may-hold-vip");
    }

    @AfterEach
    void endTheHang() {
        answers.countDown();
    }

    @Test
    void isWrittenWhenTheDecisionIsTold() throws Exception {
        TrackFileWriter writer = onAGoodDisk(OnStop.KEEP);
        writer.decided(UNKNOWN, GRANTED);
        assertThat(file).hasContent("1\n");
        writer.decided(GRANTED, DENIED);
        assertThat(file).doesNotExist();
        writer.decided(DENIED, GRANTED);
        assertThat(file).hasContent("1\n");
        end(writer);
        assertThat(writer.failed()).isFalse();
        assertThat(warnings).isEmpty();
    }

    /** keepalived's script looks for itself. */
    @ParameterizedTest
    @EnumSource(names = {"STARTING", "STALE", "AGENT_ERROR"})
    void isLeftAsItIsWhileNothingIsKnown(Reason reason) throws Exception {
        TrackFileWriter writer = onAGoodDisk(OnStop.KEEP);
        Files.writeString(file, "1\n");
        writer.decided(UNKNOWN, new Denied(reason, ""));
        writer.repair();
        end(writer);
        assertThat(file).hasContent("1\n");
    }

    /** Ignorance takes nothing away and gives nothing back; every other reason takes it away. */
    @ParameterizedTest
    @EnumSource
    void changesWithWhatIsKnownAlone(Reason reason) throws Exception {
        boolean unknown =
                Set.of(Reason.STARTING, Reason.STALE, Reason.AGENT_ERROR).contains(reason);
        TrackFileWriter writer = onAGoodDisk(OnStop.KEEP);
        for (Decision known : List.of(GRANTED, DENIED)) {
            writer.decided(UNKNOWN, known);
            writer.decided(known, new Denied(reason, ""));
            assertThat(Files.exists(file)).isEqualTo(unknown && known.mayHoldVip());
        }
        end(writer);
    }

    @Test
    void saysTheLastWordAtTheEnd() throws Exception {
        TrackFileWriter writer = onAGoodDisk(OnStop.FAIL);
        writer.decided(UNKNOWN, GRANTED);
        writer.stop();
        writer.decided(GRANTED, GRANTED);
        writer.awaitEnd();
        assertThat(file).doesNotExist();
    }

    @Test
    void hasNothingToSayAfterItsEnd() throws Exception {
        TrackFileWriter writer = onAGoodDisk(OnStop.KEEP);
        writer.decided(UNKNOWN, GRANTED);
        end(writer);
        ticker.advance(TrackFileWriter.WRITE_TIMEOUT.plusNanos(1));
        writer.repair();
        assertThat(writer.failed()).isFalse();
        assertThat(warnings).isEmpty();
    }

    @Test
    void goesOnAfterADefect() throws Exception {
        AtomicInteger defects = new AtomicInteger();
        TrackFile missing = new TrackFile(file, OnStop.KEEP, warning -> {
            if (defects.getAndIncrement() == 0) {
                throw new IllegalStateException("planted");
            }
        });
        TrackFileWriter writer = TrackFileWriter.start(missing, ticker, warnings::add);
        writer.decided(UNKNOWN, GRANTED);
        await().untilAsserted(() -> assertThat(warnings)
                .containsExactly("a defect, the track file " + file
                        + " is tried again: java.lang.IllegalStateException: planted"));
        Files.createDirectory(disk);
        writer.repair();
        await().untilAsserted(() -> assertThat(file).hasContent("1\n"));
    }

    @Test
    void isRepaired() throws Exception {
        TrackFileWriter writer = onAGoodDisk(OnStop.KEEP);
        writer.decided(UNKNOWN, GRANTED);
        await().untilAsserted(() -> assertThat(file).hasContent("1\n"));
        Files.delete(file);
        writer.repair();
        await().untilAsserted(() -> assertThat(file).hasContent("1\n"));
    }

    @Test
    void holdsNobodyUpWhileTheDiskHangsAndSaysTheNewestThen() throws Exception {
        TrackFileWriter writer = onAHungDisk(OnStop.KEEP);
        writer.decided(UNKNOWN, GRANTED);
        writer.decided(GRANTED, DENIED);
        // Whether this node may is not known for a moment: that takes nothing back.
        writer.decided(DENIED, UNKNOWN);
        Files.createDirectory(disk);
        Files.writeString(file, "1\n");
        answers.countDown();
        await().untilAsserted(() -> assertThat(file).doesNotExist());
        writer.decided(UNKNOWN, GRANTED);
        await().untilAsserted(() -> assertThat(file).hasContent("1\n"));
    }

    @Test
    void saysOnceThatTheDiskHangs() throws Exception {
        TrackFileWriter writer = onAHungDisk(OnStop.KEEP);
        writer.repair();
        assertThat(writer.failed()).isFalse();
        ticker.advance(TrackFileWriter.WRITE_TIMEOUT.plusNanos(1));
        assertThat(writer.failed()).isTrue();
        writer.repair();
        writer.repair();
        assertThat(warnings)
                .containsExactly("the track file " + file
                        + ": its disk has not answered for 1s; keepalived follows an older decision, and its script");
        Files.createDirectory(disk);
        answers.countDown();
        await().until(() -> {
            writer.repair();
            return !writer.failed();
        });
        assertThat(file).hasContent("1\n");
    }

    @Test
    void endsThoughTheDiskHangs() throws Exception {
        TrackFileWriter writer = onAHungDisk(OnStop.FAIL);
        end(writer);
        assertThat(warnings)
                .containsExactly("the track file " + file
                        + ": its disk does not answer; it says what was decided before, whatever on-stop is");
        Files.createDirectory(disk);
        Files.writeString(file, "1\n");
        answers.countDown();
        await().untilAsserted(() -> assertThat(file).doesNotExist());
    }

    private TrackFileWriter onAGoodDisk(OnStop onStop) throws IOException {
        Files.createDirectory(disk);
        return TrackFileWriter.start(new TrackFile(file, onStop, warnings::add), ticker, warnings::add);
    }

    /** One whose thread hangs in its first write, of a 1. */
    private TrackFileWriter onAHungDisk(OnStop onStop) throws InterruptedException {
        TrackFileWriter writer = TrackFileWriter.start(new TrackFile(file, onStop, _ -> hang()), ticker, warnings::add);
        writer.decided(UNKNOWN, GRANTED);
        hangs.await();
        return writer;
    }

    private static void end(TrackFileWriter writer) throws InterruptedException {
        writer.stop();
        writer.awaitEnd();
    }

    private void hang() {
        hangs.countDown();
        try {
            answers.await();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts the writer", e);
        }
    }
}
