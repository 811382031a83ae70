package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.keepalived.TrackFile;
import io.vipagent.config.KeepalivedSettings.OnStop;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.Reason;
import io.vipagent.lab.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The track file on a disk of two pages that is full, or read-only. Root may mount one. */
@Tag("side-by-side")
class TrackFileDiskE2E {
    private static final int PAGE = 4096;
    private static final Decision GRANTED = new Granted();
    private static final Decision DENIED = new Denied(Reason.NETWORK, "");

    private final List<String> warnings = new ArrayList<>();

    @TempDir
    private Path directory;

    private Path disk;
    private Path file;
    private TrackFile trackFile;

    @BeforeEach
    void mount() throws IOException {
        disk = Files.createDirectory(directory.resolve("disk"));
        must("mount", "-t", "tmpfs", "-o", "size=" + 2 * PAGE, "tmpfs", disk.toString());
        file = disk.resolve("track");
        trackFile = new TrackFile(file, OnStop.KEEP, warnings::add);
    }

    @AfterEach
    void unmount() {
        must("umount", disk.toString());
    }

    @Test
    void onAFullDiskItIsWrittenOnceThereIsRoom() throws IOException {
        Path filler = fill("filler", 2);
        trackFile.decided(GRANTED);
        trackFile.repair();
        assertThat(trackFile.failed()).isTrue();
        assertThat(warnings).containsExactly("cannot update the track file " + file + ": No space left on device");
        try (var left = Files.list(disk)) {
            assertThat(left).containsExactly(filler);
        }
        Files.delete(filler);
        trackFile.repair();
        assertThat(file).hasContent("1\n");
        assertThat(trackFile.failed()).isFalse();
    }

    /** It cannot be said with a 0, but it can be removed. */
    @Test
    void onAFullDiskThePermissionIsTakenAwayAtOnce() throws IOException {
        trackFile.decided(GRANTED);
        Path filler = fill("filler", 1);
        trackFile.decided(DENIED);
        try (var left = Files.list(disk)) {
            assertThat(left).containsExactly(filler);
        }
        assertThat(trackFile.failed()).isFalse();
        assertThat(warnings).isEmpty();
    }

    @Test
    void onAReadOnlyDiskItIsRemovedOnceThatIsPossible() {
        trackFile.decided(GRANTED);
        must("mount", "-o", "remount,ro", disk.toString());
        trackFile.decided(DENIED);
        trackFile.repair();
        assertThat(trackFile.failed()).isTrue();
        assertThat(warnings)
                .containsExactly("cannot update the track file " + file + ": Read-only file system: " + file);
        must("mount", "-o", "remount,rw", disk.toString());
        trackFile.repair();
        assertThat(file).doesNotExist();
        assertThat(trackFile.failed()).isFalse();
    }

    private Path fill(String name, int pages) throws IOException {
        return Files.write(disk.resolve(name), new byte[pages * PAGE]);
    }

    private static void must(String... command) {
        Shell.Result result = Shell.run(List.of(command));
        assertThat(result.exitCode()).as(result.said()).isZero();
    }
}
