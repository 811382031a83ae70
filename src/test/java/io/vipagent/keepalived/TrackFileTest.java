package io.vipagent.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.check.Reason;
import io.vipagent.verdict.Decision;
import io.vipagent.verdict.Decision.Denied;
import io.vipagent.verdict.Decision.Granted;
import io.vipagent.verdict.Decision.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        trackFile = new TrackFile(file, warnings::add);
    }

    @Test
    void isThereWhileTheNodeMayHoldTheVip() {
        trackFile.decided(Decision.undecided(), GRANTED);
        assertThat(file).hasContent("1\n");
        trackFile.decided(GRANTED, HELD);
        assertThat(file).hasContent("1\n");
        trackFile.decided(HELD, DENIED);
        assertThat(file).doesNotExist();
        trackFile.decided(DENIED, new Denied(Reason.MAINTENANCE, ""));
        assertThat(file).doesNotExist();
        trackFile.decided(DENIED, GRANTED);
        assertThat(file).hasContent("1\n");
        assertThat(warnings).isEmpty();
        assertThat(trackFile.failed()).isFalse();
    }

    /** A restart of the agent must not move the VIP. */
    @Test
    void isNotTouchedBeforeTheFirstDecision() throws IOException {
        Files.writeString(file, "left by the agent before");
        TrackFile heir = new TrackFile(file, warnings::add);
        heir.repair();
        assertThat(file).hasContent("left by the agent before");
    }

    /** keepalived reads on every write: written in place, it would read an empty file in between, and let go. */
    @Test
    void isWrittenAtomically() throws IOException {
        Path held = directory.resolve("held");
        Files.writeString(file, "old");
        Files.createLink(held, file);

        trackFile.decided(Decision.undecided(), GRANTED);

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
        TrackFile failing = new TrackFile(inMissing, warnings::add);

        failing.decided(Decision.undecided(), GRANTED);
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
    void saysSoAgainWhereItFailsAnew() throws IOException {
        obstruct();
        trackFile.decided(GRANTED, DENIED);
        clear();
        trackFile.repair();
        obstruct();
        trackFile.decided(DENIED, GRANTED);
        assertThat(warnings).hasSize(2);
        clear();
    }

    /** The decision may have changed since it failed; what counts is the last one, whoever repairs and when. */
    @Test
    void isRepairedToWhatWasDecidedLast() throws IOException {
        obstruct();
        trackFile.decided(Decision.undecided(), GRANTED);
        trackFile.decided(GRANTED, DENIED);
        assertThat(trackFile.failed()).isTrue();
        clear();
        Files.writeString(file, "1\n");

        trackFile.repair();

        assertThat(file).doesNotExist();
        assertThat(trackFile.failed()).isFalse();
    }

    @Test
    void isLeftAloneByARepairThatIsNotNeeded() throws IOException {
        trackFile.decided(Decision.undecided(), GRANTED);
        Files.writeString(file, "an operator's own");
        trackFile.repair();
        assertThat(file).hasContent("an operator's own");
    }

    /** A directory that is not empty can neither be removed nor be replaced, not even by root. */
    private void obstruct() throws IOException {
        Files.createDirectories(file.resolve("obstacle"));
    }

    private void clear() throws IOException {
        Files.delete(file.resolve("obstacle"));
        Files.delete(file);
    }
}
