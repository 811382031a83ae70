package io.vipagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/CONFIGURATION.md} against the code. */
class DocsTest {
    private static final Path DOCS = Path.of("docs/CONFIGURATION.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-zA-Z.-]+)` \\| ([^|]*) \\|");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

    @TempDir
    private Path directory;

    @Test
    void everyKeyIsDocumentedAndNoOther() throws IOException {
        List<String> documented =
                all(ROW).map(row -> row.group(1).replace("NAME", "*")).toList();
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        SettingsTable.rows().stream().map(Setting::key).toList());
    }

    /** The table in the code says what the table in the document says: default, bounds and consequence. */
    @Test
    void everyRowIsTheRowOfTheTable() throws IOException {
        List<String> rows = SettingsTable.rows().stream()
                .map(row -> "| `%s` | %s | %s | %s |"
                        .formatted(row.key("NAME"), row.defaultCell(), row.bounds(), row.description()))
                .toList();
        assertThat(Files.readAllLines(DOCS)).containsAll(rows);
    }

    /** Where the whole cell is one value: written out, it must change nothing. */
    @Test
    void documentedDefaultsAreTheDefaults() throws Exception {
        Settings defaults = Loading.load(directory, "");
        List<MatchResult> plain =
                all(ROW).filter(row -> row.group(2).matches("`[^`]*`")).toList();
        assertThat(plain).hasSizeGreaterThan(15);
        for (MatchResult row : plain) {
            String key = row.group(1).replace("NAME", TargetTable.LOCAL);
            String value = row.group(2).replace("`", "");
            assertThat(Loading.load(directory, Loading.file(Map.of(key, value))))
                    .as(key)
                    .isEqualTo(defaults);
        }
    }

    @Test
    void examplesAreValid() throws Exception {
        List<MatchResult> examples = all(EXAMPLE).toList();
        assertThat(examples).isNotEmpty();
        for (MatchResult example : examples) {
            assertThat(Loading.load(directory, example.group(1)).targets()).isNotEmpty();
        }
    }

    private static Stream<MatchResult> all(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(DOCS)).results();
    }
}
