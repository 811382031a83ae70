package io.vipagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.platform.linux.Fifo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordTest {
    @TempDir
    private Path directory;

    @Test
    void isTheFirstLineOfAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), " s3cretAB \nmore\n");
        assertThat(Password.read(file.toString())).isEqualTo("s3cretAB");
    }

    /** It is what a shell makes of {@code <(command)}; to open it could wait forever. */
    @Test
    void ofAFifoTheWayOutIsNamed() throws IOException {
        Path fifo = directory.resolve("fifo");
        Fifo.make(fifo, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> Password.read(fifo.toString()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("expected a regular file; what a command prints is taken by way of -");
        assertThatThrownBy(() -> Password.read(directory.toString()))
                .hasMessageContaining("is a directory, expected a regular file")
                .hasMessageNotContaining("by way of -");
    }
}
