package io.vipagent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The readers read their seeds, what they once fell over, and some thousand inputs that Jazzer makes of them, the same
 * in every run. {@code ./dev fuzz} goes on for longer.
 */
class ReaderFuzzTest {
    private static final int RUNS = 2_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void readsWhatIsKnown(Reader reader) throws IOException {
        assertThat(reader.known()).isNotEmpty();
        for (Path file : reader.known()) {
            JazzerTarget.read(reader, Files.readAllBytes(file));
        }
    }

    @Test
    void everyFolderOfSeedsHasItsReader() throws IOException {
        try (Stream<Path> folders = Files.list(Reader.SEEDS)) {
            assertThat(folders.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.of(Reader.values()).map(Reader::toString).toList());
        }
    }

    /** All of them in one JVM: to start Jazzer takes longer than some thousand inputs. */
    @Test
    void readsWhatIsMadeOfThem() throws IOException, InterruptedException {
        Fuzzing.Result result = new Fuzzing(
                        List.of(Reader.values()), directory.resolve("corpus"), directory.resolve("findings"))
                .run("-runs=" + RUNS, "-seed=1");
        assertThat(result.clean()).as(result.finding()).isTrue();
        assertThat(result.summary()).startsWith("#" + RUNS).contains("cov: ");
    }
}
