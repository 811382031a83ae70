package io.vipagent.agent.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.config.KeepalivedSettings.OnStop;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.Decision.Held;
import io.vipagent.core.health.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fresh agent beside the file of the one before it: an upgrade moves no VIP. */
class TrackFileAtStartTest {
    @TempDir
    private Path directory;

    private Path file;
    private TrackFile trackFile;

    @BeforeEach
    void leaveTheFileOfTheAgentBefore() throws Exception {
        file = Files.writeString(directory.resolve("file"), "1\n");
        trackFile = new TrackFile(file, OnStop.KEEP, warning -> {
            throw new AssertionError(warning);
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"STARTING", "STALE"})
    void isLeftAsItIsWhileNothingIsKnown(Reason reason) {
        trackFile.decided(new Denied(reason, ""));
        trackFile.repair();
        assertThat(file).hasContent("1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"STARTING", "STALE"},
            mode = EnumSource.Mode.EXCLUDE)
    void isRemovedForEveryOtherReason(Reason reason) {
        trackFile.decided(new Denied(reason, ""));
        assertThat(file).doesNotExist();
    }

    @Test
    void isTheLastWordOfTheAgentBefore() throws Exception {
        assertThat(trackFile.lastDecision()).isInstanceOf(Held.class);
        for (String text : List.of("0\n", "", "1", "11\n")) {
            Files.writeString(file, text);
            assertThat(trackFile.lastDecision()).as(text).isEqualTo(Decision.undecided());
        }
        Files.delete(file);
        assertThat(trackFile.lastDecision()).isEqualTo(Decision.undecided());
    }

    /** After a time without a look the first failure is not believed yet: STARTING again. */
    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"STARTING", "STALE"})
    void staysForIgnoranceSinceTheScriptLooksForItself(Reason reason) {
        trackFile.decided(new Granted());
        trackFile.decided(new Denied(reason, ""));
        trackFile.repair();
        assertThat(file).hasContent("1");
        trackFile.decided(new Denied(Reason.NETWORK, ""));
        assertThat(file).doesNotExist();
        trackFile.decided(new Denied(Reason.STALE, ""));
        assertThat(file).doesNotExist();
    }
}
