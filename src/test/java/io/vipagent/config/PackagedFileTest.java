package io.vipagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that the Debian package brings: every key, in comments, with its default. */
class PackagedFileTest {
    private static final Path FILE = Path.of("src/packaging/deb/vip-agent.yaml");
    private static final Pattern KEY =
            Pattern.compile("#(?<indent> *)(?<key>[a-z-]+):(?: (?<value>.*?))?(?: +# default: (?<words>.*))?");

    @TempDir
    private Path directory;

    /** A key of the file: its value, and what holds without it where the value is an example. */
    private record Entry(String value, Optional<String> words) {}

    @Test
    void hasEveryKeyWithItsDefault() throws IOException {
        Map<String, Entry> entries = entries();
        assertThat(entries.keySet())
                .containsExactlyInAnyOrderElementsOf(SettingsTable.rows().stream()
                        .map(row -> row.key(TargetTable.LOCAL))
                        .toList());
        assertThat(SettingsTable.rows()).allSatisfy(row -> {
            Entry entry = entries.get(row.key(TargetTable.LOCAL));
            String known = row.defaultCell().replace("`", "");
            if (row.defaults().isEmpty() && entry.words().isEmpty()) {
                assertThat(known).as("the default of the target local").isNotEqualTo("none");
            } else {
                assertThat(entry.words().orElse(entry.value())).isEqualTo(known);
            }
        });
    }

    @Test
    void changesNothingBesideItsExamples() throws Exception {
        assertThat(Loading.load(directory, active(line -> !line.contains("# default: "))))
                .isEqualTo(Loading.load(directory, ""));
    }

    @Test
    void isValidWithItsExamples() throws Exception {
        Settings settings = Loading.load(directory, active(_ -> true));
        assertThat(settings.peers().tlsSettings().client()).isPresent();
    }

    private static Map<String, Entry> entries() throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<String> path = new ArrayList<>();
        for (String line : Files.readAllLines(FILE)) {
            Matcher matcher = KEY.matcher(line);
            if (matcher.matches()) {
                int depth = matcher.group("indent").length() / 2;
                path.subList(depth, path.size()).clear();
                path.add(matcher.group("key"));
                Optional.ofNullable(matcher.group("value"))
                        .map(value -> new Entry(value.strip(), Optional.ofNullable(matcher.group("words"))))
                        .ifPresent(entry -> entries.put(String.join(".", path.subList(1, path.size())), entry));
            }
        }
        return entries;
    }

    private static String active(Predicate<String> wanted) throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(line -> KEY.matcher(line).matches())
                .filter(wanted)
                .map(line -> line.substring(1))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
