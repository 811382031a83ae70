package io.vipagent.platform.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That another process is refused, {@code HostileStartIT} shows. */
class SoleOwnerTest {
    @TempDir
    private Path directory;

    @Test
    void aProcessMayAskAgain() throws IOException {
        assertThat(SoleOwner.of(directory.resolve("track"))).isTrue();
        assertThat(SoleOwner.of(directory.resolve("track"))).isTrue();
        assertThat(SoleOwner.of(directory.resolve("other"))).isTrue();
    }

    @Test
    void whatIsNoFileIsInTheWay() throws IOException {
        Files.createDirectory(directory.resolve("track.lock"));
        assertThatThrownBy(() -> SoleOwner.of(directory.resolve("track"))).hasMessageContaining("is in the way");
    }
}
