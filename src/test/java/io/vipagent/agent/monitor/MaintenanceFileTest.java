package io.vipagent.agent.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.platform.time.HandTicker;
import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A drain outlives the agent, and a doubt about it counts as one. */
class MaintenanceFileTest {
    @TempDir
    private Path directory;

    private Path socket;
    private Path file;

    @BeforeEach
    void paths() {
        socket = directory.resolve("agent.sock");
        file = directory.resolve("maintenance");
    }

    @Test
    void isNotDrainedWhereThereIsNoFile() {
        assertThat(MaintenanceFile.beside(socket).reason()).isEmpty();
        assertThat(MaintenanceFile.beside(directory.resolve("missing/agent.sock"))
                        .reason())
                .isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void outlivesTheAgent() {
        MaintenanceFile before = MaintenanceFile.beside(socket);
        before.drain("new\nkernel");
        assertThat(before.reason()).contains("new kernel");
        assertThat(MaintenanceFile.beside(socket).reason()).contains("new kernel");
    }

    @Test
    void isReplacedByTheNextReason() {
        MaintenanceFile maintenance = MaintenanceFile.beside(socket);
        maintenance.drain("a rather long reason");
        maintenance.drain("short");
        assertThat(MaintenanceFile.beside(socket).reason()).contains("short");
    }

    @Test
    void endsForGood() {
        MaintenanceFile maintenance = MaintenanceFile.beside(socket);
        maintenance.drain("new kernel");
        maintenance.resume();
        assertThat(maintenance.reason()).isEmpty();
        assertThat(MaintenanceFile.beside(socket).reason()).isEmpty();
        assertThat(directory).isEmptyDirectory();
        maintenance.resume();
        assertThat(maintenance.reason()).isEmpty();
    }

    @Test
    void endsByItselfAfterItsTimeAlsoForTheNextAgent() {
        HandTicker ticker = new HandTicker();
        MaintenanceFile before = MaintenanceFile.beside(socket, ticker);
        before.drain("new kernel", Duration.ofMinutes(5));
        assertThat(before.left()).contains(Duration.ofMinutes(5));
        assertThat(file).hasContent("new kernel\nuntil " + (ticker.nanos() + 300_000_000_000L) + " of 300000000000");
        ticker.advance(Duration.ofMinutes(2));
        MaintenanceFile after = MaintenanceFile.beside(socket, ticker);
        assertThat(after.reason()).contains("new kernel");
        assertThat(after.left()).contains(Duration.ofMinutes(3));
        assertThat(after.ended()).isEmpty();
        ticker.advance(Duration.ofMinutes(3));
        assertThat(after.reason()).isEmpty();
        assertThat(after.left()).isEmpty();
        assertThat(before.reason()).isEmpty();
        assertThat(MaintenanceFile.beside(socket, ticker).reason()).isEmpty();
        assertThat(after.ended()).contains("new kernel");
        assertThat(after.ended()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    /** The monotonic clock begins again with each boot: no drain is longer than it was meant to be. */
    @Test
    void lastsNoLongerThanItsLengthWhereTheFileOutlivesABoot() throws IOException {
        HandTicker ticker = new HandTicker();
        Files.writeString(file, "new kernel\nuntil " + (ticker.nanos() + 1_000_000_000_000_000L) + " of 60000000000\n");
        MaintenanceFile maintenance = MaintenanceFile.beside(socket, ticker);
        assertThat(maintenance.left()).contains(Duration.ofMinutes(1));
        ticker.advance(Duration.ofMinutes(1));
        assertThat(maintenance.reason()).isEmpty();
    }

    /** In doubt, until somebody ends it. */
    @Test
    void aSecondLineThatIsNoEndIsPartOfTheReason() throws IOException {
        for (String second : new String[] {"until tomorrow", "until 1 of", "until 99999999999999999999 of 1"}) {
            Files.writeString(file, "new kernel\n" + second + "\n");
            MaintenanceFile maintenance = MaintenanceFile.beside(socket, new HandTicker());
            assertThat(maintenance.reason()).contains("new kernel " + second);
            assertThat(maintenance.left()).isEmpty();
        }
    }

    @Test
    void aDrainWithoutATimeReplacesOneWithATime() {
        HandTicker ticker = new HandTicker();
        MaintenanceFile maintenance = MaintenanceFile.beside(socket, ticker);
        maintenance.drain("short", Duration.ofSeconds(1));
        maintenance.drain("long");
        ticker.advance(Duration.ofSeconds(2));
        assertThat(maintenance.reason()).contains("long");
        assertThat(maintenance.left()).isEmpty();
    }

    /** Whoever was told that the node is drained is about to reboot it. */
    @Test
    void theEndOfADrainTakesNoneWithItThatBeginsInThatMoment() {
        HandTicker time = new HandTicker();
        List<Thread> operator = new ArrayList<>();
        Ticker ticker = new DelegatingTicker(time, () -> operator.forEach(MaintenanceFileTest::letItTry));
        MaintenanceFile maintenance = MaintenanceFile.beside(socket, ticker);
        maintenance.drain("short", Duration.ofSeconds(1));
        time.advance(Duration.ofSeconds(2));
        Thread drains = new Thread(() -> maintenance.drain("new kernel"));
        operator.add(drains);
        assertThat(maintenance.ended()).contains("short");
        assertThat(join(drains)).isTrue();
        assertThat(maintenance.reason()).contains("new kernel");
        assertThat(file).hasContent("new kernel");
    }

    /** Returns once the thread has ended, or waits for somebody. */
    private static void letItTry(Thread thread) {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
            while (thread.getState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait();
            }
        }
    }

    private static boolean join(Thread thread) {
        try {
            return thread.join(Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Lets something happen before each look at the time. */
    private record DelegatingTicker(Ticker ticker, Runnable before) implements Ticker {
        @Override
        public long nanos() {
            before.run();
            return ticker.nanos();
        }

        @Override
        public Instant wall() {
            return ticker.wall();
        }

        @Override
        public void sleepUntil(long until) throws InterruptedException {
            ticker.sleepUntil(until);
        }
    }

    /** Written beside and renamed: a reader never sees half of it, and nothing else is left. */
    @Test
    void isWrittenAtomically() throws IOException {
        Path held = directory.resolve("held");
        MaintenanceFile maintenance = MaintenanceFile.beside(socket);
        maintenance.drain("first");
        Files.createLink(held, file);

        maintenance.drain("second");

        assertThat(held).as("the old file is replaced, not written into").hasContent("first");
        assertThat(file).hasContent("second");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(file, held);
        }
    }

    @Test
    void isDrainedByAFileThatAnOperatorMade() throws IOException {
        Files.writeString(file, "  by hand\n\n");
        assertThat(MaintenanceFile.beside(socket).reason()).contains("by hand");
        Files.writeString(file, "");
        assertThat(MaintenanceFile.beside(socket).reason()).contains("");
    }

    /** In doubt, out of service: an operator meant something. */
    @Test
    void isDrainedWhereTheFileCannotBeRead() throws IOException {
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(MaintenanceFile.beside(socket).reason())
                .contains("drained, for a reason that cannot be read: " + file + ": not UTF-8");
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(MaintenanceFile.beside(socket).reason())
                .contains("drained, for a reason that cannot be read: " + file
                        + ": is a directory, expected a regular file");
    }

    @Test
    void changesNothingWhereADrainCannotBeKept() {
        MaintenanceFile maintenance = MaintenanceFile.beside(directory.resolve("missing/agent.sock"));
        assertThatThrownBy(() -> maintenance.drain("new kernel"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot keep the drain in " + directory.resolve("missing/maintenance"));
        assertThat(maintenance.reason()).isEmpty();
    }

    @Test
    void changesNothingWhereADrainCannotBeEnded() throws IOException {
        Files.createDirectories(file.resolve("not empty"));
        MaintenanceFile maintenance = MaintenanceFile.beside(socket);
        assertThatThrownBy(maintenance::resume)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot remove " + file);
        assertThat(maintenance.reason()).isPresent();
    }
}
