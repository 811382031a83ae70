package io.vipagent.tools.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.platform.files.FileKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fits the heap as a file may not fit it as words. */
class ConfigurationFileTest {
    private static final FileKind KIND = FileKind.FOREIGN_CONFIGURATION;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"a ", "a\n", "a{}", "{}", "}", "\"a\"\t"})
    void moreWordsThanAnybodyWroteAreRefused(String piece) throws IOException {
        Path file = file(piece.repeat(ConfigurationFile.MAX_WORDS + 1));
        assertThatThrownBy(() -> ConfigurationFile.read("keepalived.conf", file, KIND))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has more than 100000 words");
    }

    @Test
    void asManyAsThereMayBeAreRead() throws IOException {
        String text = "ab cd\n\n  ".repeat(ConfigurationFile.MAX_WORDS / 2);
        assertThat(ConfigurationFile.read("keepalived.conf", file(text), KIND).text())
                .isEqualTo(text);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("conf"), text);
    }
}
