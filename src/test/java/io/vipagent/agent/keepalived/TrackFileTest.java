package io.vipagent.agent.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.config.KeepalivedSettings.OnStop;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.Decision.Held;
import io.vipagent.core.health.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file that keepalived follows: 1 while this node may hold the VIP, else none. */
class TrackFileTest {
    private static final Decision GRANTED = new Granted();
    private static final Decision HELD = new Held(Reason.NETWORK, "local: no route");
    private static final Decision DENIED = new Denied(Reason.NETWORK, "local: no route");

    private final List<String> warnings = new ArrayList<>();

    @TempDir
    private Path directory;

    private Path file;
    private TrackFile trackFile;

    @BeforeEach
    void make() {
        file = directory.resolve("may-hold-vip");
        trackFile = new TrackFile(file, OnStop.KEEP, warnings::add);
    }

    @Test
    void isThereWhileTheNodeMayHoldTheVip() {
        trackFile.decided(GRANTED);
        assertThat(file).hasContent("1\n");
        trackFile.decided(HELD);
        assertThat(file).hasContent("1\n");
        trackFile.decided(DENIED);
        assertThat(file).doesNotExist();
        trackFile.decided(new Denied(Reason.MAINTENANCE, ""));
        assertThat(file).doesNotExist();
        trackFile.decided(GRANTED);
        assertThat(file).hasContent("1\n");
        assertThat(warnings).isEmpty();
        assertThat(trackFile.failed()).isFalse();
    }

    /** A restart of the agent must not move the VIP. */
    @Test
    void isNotTouchedBeforeTheFirstDecision() throws IOException {
        Files.writeString(file, "left by the agent before");
        TrackFile heir = new TrackFile(file, OnStop.KEEP, warnings::add);
        heir.repair();
        assertThat(file).hasContent("left by the agent before");
    }

    /** keepalived reads on every write: written in place, it would read an empty file in between, and let go. */
    @Test
    void isWrittenAtomically() throws IOException {
        Path held = directory.resolve("held");
        Files.writeString(file, "old");
        Files.createLink(held, file);

        trackFile.decided(GRANTED);

        assertThat(held).as("the old file is replaced, not written into").hasContent("old");
        assertThat(file).hasContent("1\n");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(file, held);
        }
    }

    @Test
    void saysOnceThatItCannotBeWrittenAndIsRepaired() throws IOException {
        Path missing = directory.resolve("missing");
        Path inMissing = missing.resolve("may-hold-vip");
        TrackFile failing = new TrackFile(inMissing, OnStop.KEEP, warnings::add);

        failing.decided(GRANTED);
        failing.repair();
        failing.repair();

        assertThat(failing.failed()).isTrue();
        assertThat(warnings).singleElement().asString().startsWith("cannot update the track file " + inMissing + ": ");

        Files.createDirectory(missing);
        failing.repair();

        assertThat(inMissing).hasContent("1\n");
        assertThat(failing.failed()).isFalse();
        assertThat(warnings).hasSize(1);
    }

    @Test
    void saysSoAgainWhereItFailsAgain() throws IOException {
        obstruct();
        trackFile.decided(DENIED);
        clear();
        trackFile.repair();
        obstruct();
        trackFile.decided(GRANTED);
        assertThat(warnings).hasSize(2);
        clear();
    }

    /** The decision may have changed since it failed; what counts is the last one, whoever repairs and when. */
    @Test
    void isRepairedToWhatWasDecidedLast() throws IOException {
        obstruct();
        trackFile.decided(GRANTED);
        trackFile.decided(DENIED);
        assertThat(trackFile.failed()).isTrue();
        clear();
        Files.writeString(file, "1\n");

        trackFile.repair();

        assertThat(file).doesNotExist();
        assertThat(trackFile.failed()).isFalse();
    }

    @Test
    void isLeftAloneByARepairThatIsNotNeeded() throws IOException {
        trackFile.decided(GRANTED);
        Object written = identity();
        trackFile.repair();
        assertThat(identity()).isEqualTo(written);
        trackFile.decided(DENIED);
        trackFile.repair();
        assertThat(directory).isEmptyDirectory();
        assertThat(warnings).isEmpty();
    }

    /** Whatever the file says that was not decided, keepalived believes it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "0\n", "1", "10\n", "1\n1\n", "an operator's own", "\u0000"})
    void isWrittenAgainWhereItDoesNotSayWhatWasDecided(String other) throws IOException {
        trackFile.decided(GRANTED);
        Files.writeString(file, other);
        trackFile.repair();
        assertThat(file).hasContent("1\n");
        assertThat(warnings)
                .containsExactly("the track file " + file
                        + " did not say what was decided, 1: somebody else changed it; it is written again");
    }

    @Test
    void isRemovedAgainWhereItDoesNotSayWhatWasDecided() throws IOException {
        trackFile.decided(DENIED);
        Files.writeString(file, "1\n");
        trackFile.repair();
        assertThat(file).doesNotExist();
        assertThat(warnings)
                .containsExactly("the track file " + file
                        + " did not say what was decided, nothing: somebody else changed it; it is written again");
    }

    @Test
    void saysOnceThatSomebodyElseChangesIt() throws IOException {
        trackFile.decided(GRANTED);
        for (int i = 0; i < 3; i++) {
            Files.delete(file);
            trackFile.repair();
            assertThat(file).hasContent("1\n");
        }
        assertThat(warnings).hasSize(1);
        trackFile.repair();
        Files.delete(file);
        trackFile.repair();
        assertThat(warnings).hasSize(2);
    }

    /** Debian 12's keepalived needs no 0, but 2.0.20 would take no notice of the next 1. */
    @Test
    void says0BeforeItGoes() throws Exception {
        trackFile.decided(GRANTED);
        Path before = Files.createLink(directory.resolve("before"), file);
        try (WatchService watch = directory.getFileSystem().newWatchService()) {
            WatchKey key = directory.register(
                    watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            trackFile.decided(DENIED);
            List<String> events = new ArrayList<>();
            while (!events.contains("ENTRY_DELETE may-hold-vip")) {
                assertThat(watch.poll(60, TimeUnit.SECONDS))
                        .as("events after " + events)
                        .isSameAs(key);
                key.pollEvents().forEach(event -> events.add(event.kind() + " " + event.context()));
                key.reset();
            }
            assertThat(events)
                    .containsExactly(
                            "ENTRY_CREATE may-hold-vip.new",
                            "ENTRY_DELETE may-hold-vip.new",
                            "ENTRY_CREATE may-hold-vip",
                            "ENTRY_DELETE may-hold-vip");
        }
        assertThat(before).as("replaced, not written into").hasContent("1\n");
    }

    @Test
    void goesAlsoWhereThe0CannotBeWritten() throws IOException {
        trackFile.decided(GRANTED);
        Files.createDirectories(directory.resolve("may-hold-vip.new").resolve("obstacle"));
        trackFile.decided(DENIED);
        assertThat(file).doesNotExist();
        assertThat(warnings).isEmpty();
    }

    @Test
    void isWrittenOverWhatAnAgentLeftThatDied() throws IOException {
        Path stale = directory.resolve("may-hold-vip.new");
        Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "not ours");
        Files.createSymbolicLink(stale, elsewhere);
        trackFile.decided(GRANTED);
        assertThat(file).hasContent("1\n").isRegularFile();
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(elsewhere).hasContent("not ours");
        assertThat(stale).doesNotExist();
        assertThat(warnings).isEmpty();
    }

    @Test
    void saysWhatIsInTheWayOfItsFreshContent() throws IOException {
        Path stale =
                Files.createDirectories(directory.resolve("may-hold-vip.new").resolve("obstacle"));
        trackFile.decided(GRANTED);
        trackFile.repair();
        assertThat(warnings)
                .containsExactly(
                        "cannot update the track file " + file + ": a directory is in the way: " + file + ".new");
        Files.delete(stale);
        trackFile.repair();
        assertThat(file).hasContent("1\n");
        assertThat(trackFile.failed()).isFalse();
    }

    @Test
    void isMadeAgainInADirectoryThatWasReplaced() throws IOException {
        Path own = Files.createDirectory(directory.resolve("own"));
        Path its = own.resolve("may-hold-vip");
        TrackFile follower = new TrackFile(its, OnStop.KEEP, warnings::add);
        follower.decided(GRANTED);

        Files.move(own, directory.resolve("moved away"));
        follower.repair();
        assertThat(follower.failed()).isTrue();
        Files.createDirectory(own);
        follower.repair();
        follower.repair();

        assertThat(its).hasContent("1\n");
        assertThat(follower.failed()).isFalse();
        assertThat(warnings)
                .containsExactly(
                        "cannot update the track file " + its + ": no such file or directory: " + its + ".new",
                        "the directory of the track file " + its
                                + " was replaced: keepalived follows the old one until it is reloaded");
    }

    /** Also while nothing must be there: the next permission would go unheard. */
    @Test
    void saysThatItsDirectoryWasReplacedWhileTheNodeMayNotHoldTheVip() throws IOException {
        Path own = Files.createDirectory(directory.resolve("own"));
        TrackFile follower = new TrackFile(own.resolve("may-hold-vip"), OnStop.KEEP, warnings::add);
        follower.decided(DENIED);
        Files.move(own, directory.resolve("moved away"));
        Files.createDirectory(own);
        follower.repair();
        follower.repair();
        assertThat(warnings).singleElement().asString().contains("was replaced");
    }

    @Test
    void staysAtTheEnd() {
        trackFile.decided(GRANTED);
        trackFile.stop();
        assertThat(file).hasContent("1\n");
        trackFile.decided(DENIED);
        trackFile.repair();
        assertThat(file).as("what is decided after the end").hasContent("1\n");
    }

    @Test
    void goesAtTheEndWhereThatIsWanted() throws IOException {
        TrackFile failing = new TrackFile(file, OnStop.FAIL, warnings::add);
        failing.decided(GRANTED);
        failing.stop();
        assertThat(file).doesNotExist();
        failing.decided(GRANTED);
        failing.repair();
        assertThat(file).doesNotExist();

        Files.writeString(file, "1\n");
        new TrackFile(file, OnStop.FAIL, warnings::add).stop();
        assertThat(file).as("also where this agent never knew anything").doesNotExist();
        assertThat(warnings).isEmpty();
    }

    @Test
    void namesItsEnds() {
        assertThat(OnStop.values()).extracting(OnStop::label).containsExactly("keep", "fail");
    }

    private Object identity() throws IOException {
        return Files.getAttribute(file, "unix:ino") + " " + Files.getAttribute(file, "unix:ctime");
    }

    /** A directory that is not empty can neither be removed nor be replaced, not even by root. */
    private void obstruct() throws IOException {
        Files.createDirectories(file.resolve("obstacle"));
    }

    private void clear() throws IOException {
        Files.delete(file.resolve("obstacle"));
        Files.delete(file);
    }

    @Test
    void saysWhatTheAgentBeforeDecidedLast() throws Exception {
        Files.writeString(file, "1\n");
        assertThat(trackFile.lastDecision()).isInstanceOf(Held.class);
        for (String text : List.of("0\n", "", "1", "11\n")) {
            Files.writeString(file, text);
            assertThat(trackFile.lastDecision()).as(text).isEqualTo(Decision.undecided());
        }
        Files.delete(file);
        assertThat(trackFile.lastDecision()).isEqualTo(Decision.undecided());
    }
}
